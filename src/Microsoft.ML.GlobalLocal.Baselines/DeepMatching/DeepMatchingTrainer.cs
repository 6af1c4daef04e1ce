using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The base of the systems that learn a network over a user and an item by log loss with sampled negatives, and stop early by validation.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class DeepMatchingTrainer<TOptions> : BaselineTrainer<TOptions>
    where TOptions : DeepMatchingOptions
{
    private protected DeepMatchingTrainer(IReadOnlyList<TOptions> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            options.Check();
        }
    }

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        long pairs = Grid.Max(options => interactions.Count * (options.Negatives + 1L));
        return pairs <= Array.MaxLength ? null : $"{interactions.Count} interactions with their negatives are {pairs} pairs an epoch, more than an array holds.";
    }

    private protected sealed override (RepresentationSpace Space, TOptions Options) TrainOne(SpaceTrainingContext context, TOptions options)
    {
        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        var plan = CreatePlan(context, options);
        var pairs = new LabelledPair[plan.Sampler.MaximumCount];
        var batch = new LabelledBatch(Math.Min(options.BatchSize, Math.Max(1, pairs.Length)), plan.Shape.UserRows.UserCount, plan.Shape.ItemRows.UserCount);
        using var scope = NewDisposeScope();
        using var network = new DeepMatchingNetwork(plan.Shape, options.LearningRate, options.L2Regularization, new Random(context.Seed), device);
        return EarlyStopping.Run(context, Name, options.MaximumEpochs, interval: 1, () =>
        {
            int count = plan.Sampler.Sample(pairs);
            for (int start = 0; start < count; start += options.BatchSize)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                batch.Fill(pairs.AsSpan(start, Math.Min(options.BatchSize, count - start)));
                network.Train(batch);
            }

            double loss = network.ReadLoss();
            if (!double.IsFinite(loss))
            {
                throw new NotFiniteNumberException($"{Name}: the loss became {loss}. A smaller LearningRate ({options.LearningRate} now) usually helps.", loss);
            }
        }, () => plan.CreateSpace(network), options.Patience) switch
        {
            // A copy of a record made through its base is one of its own class.
            var (space, epochs) => (space, (TOptions)((DeepMatchingOptions)options with { MaximumEpochs = epochs })),
        };
    }

    /// <summary>What is trained, on which pairs, and the space that becomes of it.</summary>
    private protected abstract DeepMatchingPlan CreatePlan(SpaceTrainingContext context, TOptions options);
}

/// <summary>What a <see cref="DeepMatchingTrainer{TOptions}"/> trains.</summary>
/// <param name="Shape">The network.</param>
/// <param name="Sampler">What draws the pairs of an epoch.</param>
/// <param name="CreateSpace">Makes the space of the network.</param>
internal sealed record DeepMatchingPlan(DeepMatchingShape Shape, LabelledPairSampler Sampler, Func<DeepMatchingNetwork, RepresentationSpace> CreateSpace);
