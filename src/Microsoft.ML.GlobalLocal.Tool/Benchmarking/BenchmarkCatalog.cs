namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>The parts of <c>bench</c>.</summary>
internal static class BenchmarkCatalog
{
    /// <summary>All parts, in the order in which they are measured.</summary>
    public static IReadOnlyList<BenchmarkPart> All { get; } =
    [
        new DefaultPresetPart(),
        new NetworkPart(),
        new CurvesPart(),
        new WeightedSquaresPart(),
        new QueryPart(),
        new ThreadsPart(),
        new IndexPart(),
        new LargePart(),
        new PeersPart(),
    ];

    /// <summary>Checks that the files of the parts are there.</summary>
    /// <exception cref="ToolException">Some are not; the message lists them.</exception>
    public static void CheckPresent(BenchmarkOptions options)
    {
        var missing = options.Parts
            .Select(part => (part.Name, Files: part.GetFiles(options).Where(file => options.Data is null || !File.Exists(Path.Combine(options.Data, file))).ToArray()))
            .Where(part => part.Files.Length > 0)
            .Select(part => $"{part.Name} lacks {string.Join(", ", part.Files)}")
            .ToArray();
        if (missing.Length > 0)
        {
            throw new ToolException(
                $"Data is missing in {(options.Data is null ? $"no folder at all, since neither --data nor {ReproductionOptions.DataVariable} is given" : $"the folder '{options.Data}'")}: "
                + $"{string.Join("; ", missing)}. datasets/README.md tells where to get them; other parts, by --part, and --quick need none.");
        }
    }
}
