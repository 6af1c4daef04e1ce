using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What a <see cref="SpaceTrainer"/> is given for one run.</summary>
public sealed record SpaceTrainingContext
{
    /// <summary>Evenly spread users are enough to tell points apart: judging by all of many takes longer than training.</summary>
    internal const int MaximumValidationUsers = 4000;

    /// <summary>The interactions to train on.</summary>
    public required InteractionMatrix Interactions { get; init; }

    /// <summary>Held-out interactions of the same users, by which hyper-parameters and the number of epochs are chosen; may be missing.</summary>
    public InteractionMatrix? Validation { get; init; }

    /// <summary>
    /// The same run with other interactions held out: what is tried on one part and judged on little data is tried on the others too. Default:
    /// none.
    /// </summary>
    public IReadOnlyList<SpaceTrainingContext> OtherRounds { get; init; } = [];

    /// <summary>The length N of the lists by which a space is judged on <see cref="Validation"/>. Default 10.</summary>
    public int TopN { get; init; } = 10;

    /// <summary>The seed of all randomness of the run. Default 0.</summary>
    public int Seed { get; init; }

    /// <summary>The number of threads. The result does not depend on it. Default: one per core.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>ML.NET's environment, for ML.NET's own components, log lines and the choice of a GPU.</summary>
    public required IHostEnvironment Host { get; init; }

    /// <summary>Spaces trained earlier in the same run on the same interactions, by name: local spaces stand on the clusters of a global one.</summary>
    public IReadOnlyDictionary<string, RepresentationSpace> Spaces { get; init; } = new Dictionary<string, RepresentationSpace>();

    /// <summary>Receives reports of progress; may be missing.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Stops the run.</summary>
    public CancellationToken CancellationToken { get; init; }

    /// <summary>The number of threads, and what stops the run, as parallel loops take them.</summary>
    internal ParallelOptions Parallelism => new() { MaxDegreeOfParallelism = Threads, CancellationToken = CancellationToken };

    /// <summary>
    /// How well a space ranks the held-out interactions, averaged over the users that have some, of more than 4000 over as many evenly spread ones: the
    /// mean of recall and NDCG at <see cref="TopN"/> among all items but those that the user was trained with, and of hit rate and NDCG at 10 of each
    /// held-out item among 99 random ones.
    /// </summary>
    /// <param name="space">The space to judge.</param>
    /// <exception cref="InvalidOperationException">There is no <see cref="Validation"/>, or it is empty.</exception>
    public double Validate(RepresentationSpace space)
    {
        ArgumentNullException.ThrowIfNull(space);
        var validation = Validation is { Count: > 0 } ? Validation : throw new InvalidOperationException("There are no held-out interactions to validate on.");
        return Judge(AttentionModel.OfOne(space, Interactions), validation);
    }

    /// <summary>How well a model ranks held-out interactions, in the measure of <see cref="Validate"/>.</summary>
    internal double Judge(AttentionModel model, InteractionMatrix heldOut) =>
        RankingQuality.Judge(model, Interactions, heldOut, TopN, Seed, Parallelism, MaximumValidationUsers).Mean;
}
