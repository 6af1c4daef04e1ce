using System.Diagnostics;
using System.Text.Json;

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

    /// <summary>Trains at one point of the grid, and judges the space by the held-out interactions.</summary>
    /// <param name="context">A run with held-out interactions.</param>
    /// <param name="point">The position of the point in <see cref="Points"/>.</param>
    internal abstract BaselineTrial Try(SpaceTrainingContext context, int point);

    /// <summary>The options of a point, from which <see cref="ReadOptions"/> makes a trainer.</summary>
    /// <param name="point">The position of the point in <see cref="Points"/>.</param>
    internal abstract string WriteOptions(int point);

    /// <summary>The same system at one point alone.</summary>
    /// <param name="text">What <see cref="WriteOptions"/> wrote.</param>
    internal abstract BaselineTrainer ReadOptions(string text);
}

/// <summary>What one point of a baseline's grid came to.</summary>
/// <param name="Space">The space.</param>
/// <param name="Trainer">The trainer at that point alone, with the number of epochs that was best.</param>
/// <param name="ValidationMetric">How well the space ranks the held-out interactions, by <see cref="SpaceTrainingContext.Validate"/>.</param>
internal sealed record BaselineTrial(RepresentationSpace Space, BaselineTrainer Trainer, double ValidationMetric);

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

        BaselineTrial? best = null;
        var watch = Stopwatch.StartNew();
        for (int trial = 1; trial <= Grid.Count; trial++)
        {
            context.CancellationToken.ThrowIfCancellationRequested();
            var tried = Try(context, trial - 1);
            if (best is null || tried.ValidationMetric > best.ValidationMetric)
            {
                best = tried;
            }

            context.Progress?.Report(new TrainingProgress(Name)
            {
                Epoch = trial,
                Epochs = Grid.Count,
                ValidationMetric = tried.ValidationMetric,
                TimeLeft = watch.Elapsed / trial * (Grid.Count - trial),
            });
        }

        return new TrainedSpace(best!.Space, best.Trainer);
    }

    /// <inheritdoc/>
    internal sealed override BaselineTrial Try(SpaceTrainingContext context, int point)
    {
        var (space, options) = TrainOne(context, Grid[point]);
        return new BaselineTrial(space, With([options]), context.Validate(space));
    }

    /// <inheritdoc/>
    internal sealed override string WriteOptions(int point) => JsonSerializer.Serialize(Grid[point]);

    /// <inheritdoc/>
    internal sealed override BaselineTrainer ReadOptions(string text) => With([JsonSerializer.Deserialize<TOptions>(text)!]);

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
