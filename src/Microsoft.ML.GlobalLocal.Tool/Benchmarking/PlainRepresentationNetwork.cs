using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// The representation network of Fig. 2 as one would write it down: three passes through the towers a batch, automatic gradients all the way, and an Adam
/// that walks the whole tables. What ours is compared with; it lives in the dispose scope of the caller, but for the optimizer, which it owns.
/// </summary>
internal sealed class PlainRepresentationNetwork : IDisposable
{
    private static readonly Scalar Scale = 10.0;
    private static readonly Scalar Margin = 0.5;

    private readonly TripletLoss _loss;
    private readonly Sequential _users;
    private readonly Sequential _items;
    private readonly AdamOptimizer _optimizer;
    private readonly int _userCount;
    private readonly int _itemCount;

    /// <summary>Makes a network with random values, of the sizes in the paper.</summary>
    public PlainRepresentationNetwork(int userCount, int itemCount, TripletLoss loss, double learningRate)
    {
        _loss = loss;
        _userCount = userCount;
        _itemCount = itemCount;
        _users = CreateTower(userCount);
        _items = CreateTower(itemCount);
        _optimizer = new AdamOptimizer(_users.parameters().Concat(_items.parameters()), learningRate);
    }

    /// <summary>A step of Adam by the mean loss of a batch.</summary>
    public void Train(ReadOnlySpan<Triplet> triplets)
    {
        using var scope = NewDisposeScope();
        var users = new long[triplets.Length];
        var positives = new long[triplets.Length];
        var negatives = new long[triplets.Length];
        for (int n = 0; n < triplets.Length; n++)
        {
            (users[n], positives[n], negatives[n]) = (triplets[n].User, triplets[n].Positive, triplets[n].Negative);
        }

        var user = Represent(_users, tensor(users));
        var positive = Represent(_items, tensor(positives));
        var negative = Represent(_items, tensor(negatives));
        var losses = _loss == TripletLoss.Product
            ? nn.functional.softplus(((user * negative).sum(1) - (user * positive).sum(1)).mul(Scale))
            : nn.functional.relu(((user - positive).square().sum(1) - (user - negative).square().sum(1)).add(Margin));
        _optimizer.ClearGradients();
        losses.mean().backward();
        _optimizer.Step();
    }

    /// <summary>The space that the network is now.</summary>
    public VectorSpace Export(string name) => new(
        name,
        64,
        RepresentAll(_users, _userCount),
        RepresentAll(_items, _itemCount),
        _loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product);

    public void Dispose()
    {
        _optimizer.Dispose();
        _users.Dispose();
        _items.Dispose();
    }

    private static Sequential CreateTower(int count)
    {
        var embedding = nn.Embedding(count, 64);
        using (no_grad())
        {
            // As ours: the numbers of the embedding are as large as those of a layer.
            nn.init.uniform_(embedding.weight!, -0.125, 0.125);
        }

        return nn.Sequential(
            ("embedding", embedding),
            ("first", nn.Linear(64, 64)),
            ("firstActivation", nn.ReLU()),
            ("second", nn.Linear(64, 64)),
            ("secondActivation", nn.ReLU()),
            ("output", nn.Linear(64, 64)));
    }

    private static Tensor Represent(Sequential tower, Tensor ids) => nn.functional.normalize(tower.call(ids));

    private static float[] RepresentAll(Sequential tower, int count)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        return Represent(tower, arange(count, ScalarType.Int64)).data<float>().ToArray();
    }
}
