using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Trains a list of spaces one after the other; each finds those before it, since local spaces stand on global ones.</summary>
internal static class SpaceFitting
{
    /// <summary>Trains the spaces.</summary>
    /// <param name="trainers">The trainers, the local ones behind the global ones that they stand on.</param>
    /// <param name="context">The interactions, and the held-out ones by which the trainers choose their hyper-parameters, if there are any.</param>
    /// <returns>The spaces, and the trainers that would make them again.</returns>
    public static IReadOnlyList<TrainedSpace> Train(IEnumerable<SpaceTrainer> trainers, SpaceTrainingContext context)
    {
        var trained = new List<TrainedSpace>();
        var spaces = new Dictionary<string, RepresentationSpace>(context.Spaces);
        foreach (var trainer in trainers)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var result = trainer.Train(context with { Spaces = spaces });
            spaces[result.Space.Name] = result.Space;
            trained.Add(result);
        }

        return trained;
    }

    /// <summary>
    /// Trains the spaces as <see cref="Train"/> does, but for those that turn out to be impossible on the data; which are, and why, goes to the log.
    /// </summary>
    /// <param name="trainers">The trainers, the local ones behind the global ones that they stand on.</param>
    /// <param name="context">The interactions, and the held-out ones by which the trainers choose their hyper-parameters, if there are any.</param>
    public static IReadOnlyList<TrainedSpace> TrainPossible(IEnumerable<SpaceTrainer> trainers, SpaceTrainingContext context)
    {
        var trained = new List<TrainedSpace>();
        var spaces = new Dictionary<string, RepresentationSpace>();
        foreach (var trainer in trainers)
        {
            try
            {
                trained.AddRange(Train([trainer], context with { Spaces = spaces }));
                spaces[trained[^1].Space.Name] = trained[^1].Space;
            }
            catch (SpaceObstacleException obstacle)
            {
                context.Host.LogInfo("Spaces", obstacle.Message);
            }
        }

        return trained.Count > 0 ? trained : throw new InvalidOperationException("None of the spaces can be trained on this data; the log says why.");
    }

    /// <summary>The trainers that can be used on the data; which are not, and why, goes to the log.</summary>
    /// <param name="trainers">All trainers.</param>
    /// <param name="interactions">The interactions that would be trained on.</param>
    /// <param name="host">The context, whose log it is.</param>
    /// <exception cref="InvalidOperationException">None can be used.</exception>
    public static IReadOnlyList<SpaceTrainer> Select(IReadOnlyList<SpaceTrainer> trainers, InteractionMatrix interactions, IHostEnvironment host)
    {
        var usable = new List<SpaceTrainer>();
        foreach (var trainer in trainers)
        {
            if (trainer.GetObstacle(interactions) is { } obstacle)
            {
                host.LogInfo("Spaces", $"The space {trainer.Name} is left out: {obstacle}");
            }
            else
            {
                usable.Add(trainer);
            }
        }

        return usable.Count > 0 ? usable : throw new InvalidOperationException(
            $"None of the spaces can be trained on this data. {string.Join(" ", trainers.Select(trainer => $"{trainer.Name}: {trainer.GetObstacle(interactions)}"))}");
    }
}
