namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A metric of runs.</summary>
/// <param name="Name">Its name in files, and in <see cref="PaperNumbers"/>.</param>
/// <param name="Title">Its name in tables and figures.</param>
/// <param name="Of">Takes it from the metrics of all users.</param>
/// <param name="OfUser">Takes it from those of one user; <see langword="null"/> where it is of all users together.</param>
internal sealed record RunMetric(string Name, string Title, Func<TopNMetrics, double> Of, Func<UserMetrics, double>? OfUser)
{
    /// <summary>Recall (Eq. 10).</summary>
    public static RunMetric Recall { get; } = new("recall", "Recall", metrics => metrics.Recall, user => user.Recall);

    /// <summary>Precision (Eq. 11).</summary>
    public static RunMetric Precision { get; } = new("precision", "Precision", metrics => metrics.Precision, user => user.Precision);

    /// <summary>The hit rate (Eq. 12).</summary>
    public static RunMetric HitRate { get; } = new("hitRate", "HR", metrics => metrics.HitRate, user => user.HitRate);

    /// <summary>ARHR (Eq. 13).</summary>
    public static RunMetric Arhr { get; } = new("arhr", "ARHR", metrics => metrics.Arhr, user => user.Arhr);

    /// <summary>NDCG (Eq. 14), divided by the ideal.</summary>
    public static RunMetric Ndcg { get; } = new("ndcg", "NDCG", metrics => metrics.Ndcg, user => user.Ndcg);

    /// <summary>The share of the catalogue that is recommended to anyone.</summary>
    public static RunMetric Coverage { get; } = new("coverage", "Coverage", metrics => metrics.Coverage, OfUser: null);

    /// <summary>All metrics.</summary>
    public static IReadOnlyList<RunMetric> All { get; } = [Recall, Precision, HitRate, Arhr, Ndcg, Coverage];

    /// <summary>Those that are known user by user, and so can be tested.</summary>
    public static IReadOnlyList<RunMetric> Tested { get; } = [Recall, Precision, HitRate, Arhr, Ndcg];

    /// <summary>Those of figures 5 to 8, in the paper's order.</summary>
    public static IReadOnlyList<RunMetric> OfFigures { get; } = [Recall, Precision, HitRate, Arhr];

    /// <summary>Those of table 6.</summary>
    public static IReadOnlyList<RunMetric> OfLeaveOneOut { get; } = [HitRate, Ndcg];
}
