namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What a reproduction is asked for.</summary>
internal sealed record ReproductionOptions
{
    /// <summary>The environment variable that says where the data is, where <c>--data</c> does not.</summary>
    public const string DataVariable = "GLOBALLOCAL_DATASETS";

    /// <summary>The tables of the paper that there are.</summary>
    public static IReadOnlyList<int> AllTables { get; } = [2, 3, 4, 5, 6];

    /// <summary>The figures of the paper that there are.</summary>
    public static IReadOnlyList<int> AllFigures { get; } = [4, 5, 6, 7, 8];

    /// <summary>The folder of the data; may be missing.</summary>
    public string? Data { get; init; }

    /// <summary>The folder that all is written to.</summary>
    public required string Output { get; init; }

    /// <summary>The data sets.</summary>
    public required IReadOnlyList<ReproductionDataSet> DataSets { get; init; }

    /// <summary>The tables, of <see cref="AllTables"/>.</summary>
    public required IReadOnlyList<int> Tables { get; init; }

    /// <summary>The figures, of <see cref="AllFigures"/>.</summary>
    public required IReadOnlyList<int> Figures { get; init; }

    /// <summary>The number of seeds, from 1 on.</summary>
    public int Seeds { get; init; } = 3;

    /// <summary>The number of points of its grid that a system may try.</summary>
    public int Trials { get; init; } = 8;

    /// <summary>The largest number of epochs of the paper's networks, which early stopping ends before.</summary>
    public int MaximumEpochs { get; init; } = 200;

    /// <summary>The dimensions d of table 6.</summary>
    public IReadOnlyList<int> Dimensions { get; init; } = PaperNumbers.Dimensions;

    /// <summary>The systems that the library is compared with.</summary>
    public required IReadOnlyList<Competitor> Competitors { get; init; }

    /// <summary>Whether the library's default preset is run beside them.</summary>
    public bool RunsDefaultPreset { get; init; } = true;

    /// <summary>Whether the paper's method is run beside them; for tables 2 and 3 and the figures it is in any case.</summary>
    public bool RunsPaperMethod { get; init; } = true;

    /// <summary>
    /// Whether nothing is run: tables and figures show the runs that are kept, those of fewer <see cref="Trials"/> where there are none of so many, and what
    /// was not run at all is not available.
    /// </summary>
    public bool ShowsKeptOnly { get; init; }

    /// <summary>Whether the default preset is taken apart (<see cref="FusionJob"/>) and re-ranked (<see cref="RerankingJob"/>).</summary>
    public bool RunsStudies { get; init; }

    /// <summary>Whether it is a quick look and no reproduction, which all that is written says.</summary>
    public bool IsQuick { get; init; }

    /// <summary>The number of threads. No result depends on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The same with a smaller budget of trials.</summary>
    public ReproductionOptions Limit(int trials) => this with { Trials = trials, Competitors = [.. Competitors.Select(competitor => competitor.Limit(trials))] };
}
