using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The library's default preset, as <see cref="GlobalLocalTrainer"/> trains it; the search is exhaustive.</summary>
internal sealed class DefaultPresetJob(DataSetSource source, bool leaveOneOut, int seed) : ReproductionJob(source, leaveOneOut, seed)
{
    /// <summary>The name of the system.</summary>
    public const string Name = "GlobalLocal";

    public override string System => Name;

    public override string Settings => RunResult.Tuned;

    protected override double EffortOnData => 100;

    protected override string Configuration => Describe();

    /// <summary>All that the preset is: the spaces with what each tries, and the options of the attention.</summary>
    public static string Describe() =>
        $"{string.Join("; ", Presets.CreateSpaces(GlobalLocalPreset.Default).Select(space => $"{space.Name} {space}"))}; {Presets.CreateAttention(GlobalLocalPreset.Default).Ranking}";

    protected override IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context)
    {
        var watch = ProcessorWatch.StartNew();
        var trainer = new GlobalLocalTrainer(context.Host, new GlobalLocalTrainer.Options
        {
            TopN = context.TopN,
            Threads = context.Threads,
            Progress = context.Progress,
            CancellationToken = context.CancellationToken,
        });
        var attention = trainer.Fit(CreateView(context)).Model.Attention;
        var result = CreateResult(Name) with
        {
            Point = $"{string.Join(", ", attention.Spaces.Select(space => space.Name))}; {(attention.Weighting is FixedWeighting ? "fixed weights" : "attention over scores")}",
            TrainingSeconds = watch.Seconds,
        };
        return [Evaluate(result, split, attention, index: null, context)];
    }

    /// <summary>The interactions as the key columns that an author would hand over.</summary>
    private static IDataView CreateView(SpaceTrainingContext context)
    {
        var interactions = context.Interactions;
        var users = Enumerable.Range(0, interactions.UserCount).SelectMany(user => Enumerable.Repeat((uint)user + 1, interactions.GetCount(user))).ToArray();
        uint[] items = [.. interactions.Items.ToArray().Select(item => (uint)item + 1)];
        return KeyDataView.Create(context.Host, users.Length, ("User", CreateIds(interactions.UserCount), users), ("Item", CreateIds(interactions.ItemCount), items));
    }

    private static string[] CreateIds(int count) => [.. Enumerable.Range(0, count).Select(index => index.ToString(CultureInfo.InvariantCulture))];
}
