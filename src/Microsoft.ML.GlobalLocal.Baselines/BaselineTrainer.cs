using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A published recommender system as a trainer of one space, to compare with. It has a documented grid of options, of which it chooses by
/// held-out interactions: those of the run itself, not those of its <see cref="SpaceTrainingContext.OtherRounds"/>. A budget limits how many of them
/// are tried.
/// </summary>
public abstract class BaselineTrainer : SpaceTrainer
{
    /// <summary>The paper of the system: authors, title, venue.</summary>
    public abstract string Paper { get; }

    /// <summary>What of the paper is left out or done otherwise; <see langword="null"/>: nothing.</summary>
    public virtual string? LeftOut => null;

    /// <summary>The points of the grid, in the order in which they are tried.</summary>
    public abstract IReadOnlyList<string> Points { get; }

    /// <summary>The same trainer with a budget of trials.</summary>
    /// <param name="trials">How many of the grid's points are tried at most, the first ones; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="trials"/> is below 1.</exception>
    public abstract BaselineTrainer Limit(int trials);
}

/// <summary>A baseline whose points are records of options.</summary>
/// <typeparam name="TOptions">The options.</typeparam>
public abstract class BaselineTrainer<TOptions> : BaselineTrainer
    where TOptions : class
{
    /// <summary>Makes the base of a trainer.</summary>
    /// <param name="grid">The points of the grid, those first that are worth most; with a single one nothing is chosen.</param>
    /// <exception cref="ArgumentNullException">A point is <see langword="null"/>.</exception>
    private protected BaselineTrainer(IReadOnlyList<TOptions> grid)
    {
        foreach (var options in grid)
        {
            ArgumentNullException.ThrowIfNull(options);
        }

        Grid = grid;
    }

    /// <summary>The points of the grid, in the order in which they are tried. Without held-out interactions the first one is taken.</summary>
    public IReadOnlyList<TOptions> Grid { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> Points => [.. Grid.Select(Describe)];

    /// <inheritdoc/>
    public sealed override BaselineTrainer Limit(int trials)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return With([.. Grid.Take(trials)]);
    }

    /// <inheritdoc/>
    public sealed override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CancellationToken.ThrowIfCancellationRequested();
        if (context.Validation is null)
        {
            var (only, options) = TrainOne(context, Grid[0]);
            return new TrainedSpace(only, With([options]));
        }

        (RepresentationSpace Space, TOptions Options, double Metric)? best = null;
        var watch = Stopwatch.StartNew();
        for (int trial = 1; trial <= Grid.Count; trial++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var (space, options) = TrainOne(context, Grid[trial - 1]);
            double metric = context.Validate(space);
            if (best is null || metric > best.Value.Metric)
            {
                best = (space, options, metric);
            }

            context.Progress?.Report(new TrainingProgress(Name)
            {
                Epoch = trial,
                Epochs = Grid.Count,
                ValidationMetric = metric,
                TimeLeft = watch.Elapsed / trial * (Grid.Count - trial),
            });
        }

        return new TrainedSpace(best!.Value.Space, With([best.Value.Options]));
    }

    /// <summary>The same trainer with another grid.</summary>
    private protected abstract BaselineTrainer<TOptions> With(IReadOnlyList<TOptions> grid);

    /// <summary>
    /// Trains with the given options. Where there are held-out interactions, an iterative trainer stops early by them, and returns the options with
    /// the number of epochs that was best.
    /// </summary>
    private protected abstract (RepresentationSpace Space, TOptions Options) TrainOne(SpaceTrainingContext context, TOptions options);

    // A record prints as "Options { A = 1, B = 2 }".
    private static string Describe(TOptions options)
    {
        string text = options.ToString()!;
        return text[(text.IndexOf('{', StringComparison.Ordinal) + 1)..].Trim(' ', '}');
    }
}
