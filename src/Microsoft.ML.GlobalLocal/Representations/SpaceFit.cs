using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Fits one space to a data view: holds out a part of every user's interactions, lets the trainer choose its hyper-parameters by it, and trains
/// again on all of them.
/// </summary>
internal static class SpaceFit
{
    /// <summary>Fits a space.</summary>
    /// <exception cref="ArgumentException">A column is missing or no key, or there is too little data.</exception>
    /// <exception cref="InvalidOperationException">The space cannot be trained on this data.</exception>
    public static (InteractionData Data, RepresentationSpace Space) Fit(IHostEnvironment environment, SpaceTrainer trainer, SpaceEstimator.Options options, InteractionColumns columns, IDataView input)
    {
        var data = InteractionReader.Read(environment, input, columns, options.CancellationToken);
        if (trainer.GetObstacle(data.Interactions) is { } obstacle)
        {
            throw new InvalidOperationException($"Space '{trainer.Name}' cannot be trained on this data: {obstacle}");
        }

        var context = new SpaceTrainingContext
        {
            Interactions = data.Interactions,
            Host = environment,
            Seed = environment.GetSeed(),
            Threads = options.Threads ?? Environment.ProcessorCount,
            TopN = options.TopN,
            Progress = options.Progress,
            CancellationToken = options.CancellationToken,
        };
        return (data, Train(trainer, context, options.ValidationShare).Space);
    }

    /// <summary>Trains on all interactions with the hyper-parameters that are best on a held-out share of them; where that is none, as the trainer is set.</summary>
    public static TrainedSpace Train(SpaceTrainer trainer, SpaceTrainingContext context, double validationShare)
    {
        var (kept, heldOut) = InteractionSplitter.HoldOutShare(context.Interactions, validationShare, context.Seed);
        if (heldOut.Count == 0)
        {
            return trainer.Train(context);
        }

        var chosen = trainer.Train(context with { Interactions = kept, Validation = heldOut });
        return chosen.Trainer.Train(context);
    }
}
