using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The representation network of Fig. 2 in training: a tower for users, a tower for items (i+ and i- share it), a triplet loss, Adam. It
/// lives in the dispose scope of the caller, but for the optimizers, which it owns.
/// </summary>
internal sealed class RepresentationNetwork : IDisposable
{
    private readonly TripletGradients _loss;
    private readonly TowerPass _users;
    private readonly TowerPass _items;
    private readonly ParallelOptions _parallelism;
    private double _lossSum;

    /// <summary>Makes a network with random values.</summary>
    /// <param name="userCount">The number of users.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="options">The sizes of the network, its loss and how it is trained.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    /// <param name="threads">The number of threads.</param>
    public RepresentationNetwork(int userCount, int itemCount, RepresentationNetworkTrainer.Options options, Random random, Device device, int threads = 1)
    {
        var decay = AdamDecay.OfBatch(options.BatchSize);
        Users = new Tower(userCount, options.EmbeddingDimension, options.HiddenLayers, options.Dimension, random, device, decay);
        Items = new Tower(itemCount, options.EmbeddingDimension, options.HiddenLayers, options.Dimension, random, device, decay);
        _parallelism = new ParallelOptions { MaxDegreeOfParallelism = threads };
        _users = new TowerPass(Users, Math.Min(options.BatchSize, userCount), options, decay, device);
        _items = new TowerPass(Items, (int)Math.Min(2L * options.BatchSize, itemCount), options, decay, device);
        _loss = new TripletGradients(options.Loss, options.Scale, options.Margin, options.Dimension);
    }

    /// <summary>The users' tower.</summary>
    public Tower Users { get; }

    /// <summary>The items' tower.</summary>
    public Tower Items { get; }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    /// <param name="batch">The batch, of no more triplets than the option <see cref="RepresentationNetworkTrainer.Options.BatchSize"/> says.</param>
    public void Train(TripletBatch batch)
    {
        _users.Begin(batch.UserIds);
        _items.Begin(batch.ItemIds);
        ForAllParts((tower, part) => tower.Forward(part));
        _lossSum += _loss.Add(batch, _users.Vectors, _items.Vectors, _users.Gradients, _items.Gradients);
        ForAllParts((tower, part) => tower.Backward(part));
        _users.Step();
        _items.Step();
    }

    /// <summary>The sum of the losses of all triplets since the last call.</summary>
    public double ReadLoss()
    {
        double loss = _lossSum;
        _lossSum = 0;
        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _users.Dispose();
        _items.Dispose();
    }

    private void ForAllParts(Action<TowerPass, int> action)
    {
        int items = _items.PartCount;
        Parallel.For(0, items + _users.PartCount, _parallelism, n =>
        {
            if (n < items)
            {
                action(_items, n);
            }
            else
            {
                action(_users, n - items);
            }
        });
    }
}
