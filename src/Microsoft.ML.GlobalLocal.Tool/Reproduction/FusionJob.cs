namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The parts of the library's default preset (<see cref="FusionStudy"/>), on lists of N among all items.</summary>
internal sealed class FusionJob(DataSetSource source, int seed) : ReproductionJob(source, leaveOneOut: false, seed)
{
    /// <summary>The name of all of it together.</summary>
    public const string Name = "fusion";

    public override string System => Name;

    public override string Settings => RunResult.Tuned;

    // The spaces are trained once; the attention is trained again without each of them.
    protected override double EffortOnData => 200;

    protected override string Configuration => DefaultPresetJob.Describe();

    // Since 2 attention over representations stops by the measure that everything else is chosen by.
    protected override int Revision => 2;

    /// <summary>The system of a row, in the results of runs: rows and systems have names in common.</summary>
    public static string GetSystem(string row) => $"{Name}: {row}";

    protected override IReadOnlyList<RunResult> Run(ReproductionSplit split, SpaceTrainingContext context)
    {
        var watch = ProcessorWatch.StartNew();
        var rows = FusionStudy.Run(split, Presets.CreateSpaces(GlobalLocalPreset.Default), Presets.CreateAttention(GlobalLocalPreset.Default).Ranking!, context);
        double seconds = watch.Seconds;
        return [.. rows.Select(row => (CreateResult(GetSystem(row.Name)) with
        {
            Point = $"{string.Join(", ", row.Spaces)}; {(row.IsFixed ? "fixed weights" : "attention")}",
            TrainingSeconds = seconds,
        }).With(row.Metrics, evaluationSeconds: 0, keepUsers: true))];
    }
}
