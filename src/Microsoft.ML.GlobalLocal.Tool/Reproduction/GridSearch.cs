using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// Tries the points of a system's grid on held-out interactions, and keeps each trial as it ends: a search that was interrupted, or that had a smaller
/// budget, is gone on from.
/// </summary>
/// <param name="store">Where the trials are kept.</param>
/// <param name="createKey">What determines the trial of a point.</param>
internal sealed class GridSearch(RunStore<GridTrial> store, Func<string, RunKey> createKey)
{
    /// <summary>Tries the points that were not tried before.</summary>
    /// <param name="trainer">The system.</param>
    /// <param name="context">The interactions to train on, and the held-out ones.</param>
    /// <returns>A trial for each point, in their order.</returns>
    public IReadOnlyList<GridTrial> Run(BaselineTrainer trainer, SpaceTrainingContext context)
    {
        GridTrial?[] known = [.. trainer.Points.Select(point => store.Find(createKey(point)))];
        int open = known.Count(trial => trial is null);
        var trials = new GridTrial[known.Length];
        var watch = Stopwatch.StartNew();
        int done = 0;
        for (int n = 0; n < trials.Length; n++)
        {
            if (known[n] is { } trial)
            {
                trials[n] = trial;
            }
            else
            {
                trials[n] = Try(trainer, context, n);
                store.Write(createKey(trainer.Points[n]), trials[n]);
                done++;
            }

            context.Progress?.Report(new TrainingProgress(trainer.Name)
            {
                Epoch = n + 1,
                Epochs = trials.Length,
                ValidationMetric = trials[n].ValidationMetric,
                TimeLeft = done > 0 ? watch.Elapsed / done * (open - done) : null,
            });
        }

        return trials;
    }

    private static GridTrial Try(BaselineTrainer trainer, SpaceTrainingContext context, int point)
    {
        context.CancellationToken.ThrowIfCancellationRequested();
        var watch = ProcessorWatch.StartNew();
        var trial = trainer.Try(context, point);

        // Training that is stopped may end as if it had come to its end.
        context.CancellationToken.ThrowIfCancellationRequested();
        return new GridTrial(trial.Trainer.WriteOptions(0), trial.ValidationMetric, watch.Seconds, MachineDescription.Describe());
    }
}
