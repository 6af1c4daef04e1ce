namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The systems that the library's presets are compared with.</summary>
internal static class CompetitorCatalog
{
    // What trains in seconds, and one of each kind of them.
    private static readonly string[] QuickSystems = ["Popularity", "ItemKNN", "RP3beta", "EASE", "GF-CF", "BPR-MF"];

    /// <summary>All systems.</summary>
    /// <param name="trials">How many points of its grid each may try.</param>
    public static IReadOnlyList<Competitor> CreateAll(int trials) =>
        [CreatePopularity(), .. BaselineSystems.All.Select(trainer => Competitor.Of(trainer, trials)), .. CreateOwnSpaces()];

    /// <summary>Those for a quick look.</summary>
    /// <param name="trials">How many points of its grid each may try.</param>
    public static IReadOnlyList<Competitor> CreateQuick(int trials) =>
        [.. CreateAll(trials).Where(competitor => competitor.IsOwn || QuickSystems.Contains(competitor.Name, StringComparer.OrdinalIgnoreCase))];

    private static Competitor CreatePopularity()
    {
        var trainer = new PopularityTrainer();
        return new Competitor { Name = trainer.Name, Trainer = trainer, Origin = "what most users have, the same for everyone." };
    }

    private static IEnumerable<Competitor> CreateOwnSpaces() => Presets.CreateSpaces(GlobalLocalPreset.Default)
        .Select(trainer => new Competitor { Name = trainer.Name, Trainer = trainer, Origin = $"a space of the default preset by itself. It is searched from {trainer}.", IsOwn = true });
}
