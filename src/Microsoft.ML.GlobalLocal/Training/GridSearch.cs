using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Chooses hyper-parameters of a space by the held-out interactions of the context.</summary>
internal static class GridSearch
{
    /// <summary>
    /// Trains at every point and keeps the space that validates best, the earlier one where two are equal. Without held-out interactions, or
    /// with one point only, it trains at the first point.
    /// </summary>
    /// <typeparam name="TPoint">The type of a point of the grid.</typeparam>
    /// <param name="context">The run.</param>
    /// <param name="stage">The stage named in the reports of progress, of which there is one per point.</param>
    /// <param name="points">The points, the one to take without held-out interactions first.</param>
    /// <param name="train">Trains at a point.</param>
    public static (TPoint Point, RepresentationSpace Space) Run<TPoint>(SpaceTrainingContext context, string stage, IReadOnlyList<TPoint> points, Func<TPoint, RepresentationSpace> train)
    {
        int count = context.Validation is null ? 1 : points.Count;
        var watch = Stopwatch.StartNew();
        (TPoint Point, RepresentationSpace Space, double Metric)? best = null;
        for (int n = 0; n < count; n++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var space = train(points[n]);
            double metric = context.Validation is null ? double.NaN : context.Validate(space);
            if (best is null || metric > best.Value.Metric)
            {
                best = (points[n], space, metric);
            }

            context.Progress?.Report(new TrainingProgress(stage)
            {
                Epoch = n + 1,
                Epochs = count,
                ValidationMetric = metric,
                TimeLeft = watch.Elapsed / (n + 1) * (count - n - 1),
            });
        }

        return (best!.Value.Point, best.Value.Space);
    }
}
