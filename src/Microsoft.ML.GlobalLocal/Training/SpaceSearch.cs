using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A search for the hyper-parameters of a space by the held-out interactions of the context, and of its other rounds: trains at points and keeps
/// the one that is best on average. A point that falls clearly behind the best one is not tried on the remaining rounds.
/// </summary>
/// <typeparam name="TPoint">A point, compared by value: none is tried twice.</typeparam>
/// <param name="context">The run.</param>
/// <param name="stage">The stage named in the reports of progress, of which there is one per trial.</param>
/// <param name="maximumTrials">The most points that are tried.</param>
/// <param name="train">Trains at a point.</param>
internal sealed class SpaceSearch<TPoint>(SpaceTrainingContext context, string stage, int maximumTrials, Func<SpaceTrainingContext, TPoint, RepresentationSpace> train)
    where TPoint : notnull
{
    // Below this share of the best point's metric after the same rounds, a point is given up.
    private const double HopelessShare = 0.98;

    // A smaller gain is noise, and no reason to go on.
    private const double NotableGain = 1.001;

    private readonly Dictionary<TPoint, double> _metrics = [];
    private readonly SpaceTrainingContext[] _rounds = [context, .. context.OtherRounds];
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private (TPoint Point, RepresentationSpace Space, double[] Sums)? _best;

    /// <summary>The best point so far, the earlier one where two are equal.</summary>
    public TPoint BestPoint => _best!.Value.Point;

    /// <summary>The space trained at the best point in the first round.</summary>
    public RepresentationSpace BestSpace => _best!.Value.Space;

    /// <summary>The validation metric of the best point; NaN without held-out interactions.</summary>
    public double BestMetric => _best!.Value.Sums[^1] / _rounds.Length;

    /// <summary>
    /// Trains at a point, if it was not tried before and trials are left. Without held-out interactions only the first point is tried.
    /// </summary>
    /// <returns>The point's validation metric; NaN if it was not tried.</returns>
    public double Try(TPoint point)
    {
        if (_metrics.TryGetValue(point, out double known))
        {
            return known;
        }

        if (_metrics.Count == maximumTrials || (context.Validation is null && _best is not null))
        {
            return double.NaN;
        }

        double metric = Judge(point);
        _metrics.Add(point, metric);
        context.Progress?.Report(new TrainingProgress(stage)
        {
            Epoch = _metrics.Count,
            Epochs = maximumTrials,
            ValidationMetric = metric,
            TimeLeft = context.Validation is null ? null : _watch.Elapsed / _metrics.Count * (maximumTrials - _metrics.Count),
        });
        return metric;
    }

    private double Judge(TPoint point)
    {
        RepresentationSpace? first = null;
        var sums = new double[_rounds.Length];
        double sum = 0;
        for (int round = 0; round < _rounds.Length; round++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var space = train(_rounds[round], point);
            first ??= space;
            sum += context.Validation is null ? double.NaN : _rounds[round].Validate(space);
            sums[round] = sum;
            if (_best is { } best && sum < HopelessShare * best.Sums[round])
            {
                return sum / (round + 1);
            }
        }

        if (_best is null || sum > _best.Value.Sums[^1])
        {
            _best = (point, first!, sums);
        }

        return sum / _rounds.Length;
    }

    /// <summary>
    /// Pattern search around the best point: with each factor in turn, tries all moves and goes on from the best point, until none is notably better.
    /// </summary>
    /// <param name="factors">The factors of the moves, such as 1.7, then 1.3.</param>
    /// <param name="maximumRounds">The most rounds per factor.</param>
    /// <param name="getMoves">The points one move by a factor away from a point.</param>
    public void Refine(IReadOnlyList<float> factors, int maximumRounds, Func<TPoint, float, IEnumerable<TPoint>> getMoves)
    {
        foreach (float factor in factors)
        {
            bool improved = true;
            for (int round = 0; round < maximumRounds && improved; round++)
            {
                double before = BestMetric;
                foreach (var point in getMoves(BestPoint, factor).ToArray())
                {
                    Try(point);
                }

                improved = BestMetric > NotableGain * before;
            }
        }
    }

    /// <summary>Rounds a hyper-parameter to two significant digits, so that a move and the move back meet.</summary>
    public static float Round(float value)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(value)) - 1);
        return (float)(Math.Round(value / unit) * unit);
    }
}
