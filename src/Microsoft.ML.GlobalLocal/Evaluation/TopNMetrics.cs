namespace Microsoft.ML.GlobalLocal;

/// <summary>The metrics of top-N lists, averaged over the users that have test items.</summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed class TopNMetrics : ITabular
{
    internal TopNMetrics(TopNMetrics metrics)
        : this(metrics.TopN, metrics.PerUser, metrics.Coverage)
    {
    }

    internal TopNMetrics(int topN, IReadOnlyList<UserMetrics> perUser, double coverage)
    {
        TopN = topN;
        PerUser = perUser;
        Coverage = coverage;
        Recall = perUser.Average(user => user.Recall);
        Precision = perUser.Average(user => user.Precision);
        HitRate = perUser.Average(user => user.HitRate);
        Arhr = perUser.Average(user => user.Arhr);
        Ndcg = perUser.Average(user => user.Ndcg);
    }

    /// <summary>The length N of the lists.</summary>
    public int TopN { get; }

    /// <summary>The number of users averaged over: all that have test items, whatever was recommended to them.</summary>
    public int Users => PerUser.Count;

    /// <summary>Hits divided by the number of test items (Eq. 10).</summary>
    public double Recall { get; }

    /// <summary>Hits divided by N (Eq. 11).</summary>
    public double Precision { get; }

    /// <summary>The share of users with a hit (Eq. 12).</summary>
    public double HitRate { get; }

    /// <summary>The sum of 1 / rank over a user's hits (Eq. 13), averaged.</summary>
    public double Arhr { get; }

    /// <summary>The discounted cumulative gain of a user's list divided by that of an ideal one (Eq. 14), averaged.</summary>
    public double Ndcg { get; }

    /// <summary>The share of the catalogue that was recommended to at least one user.</summary>
    public double Coverage { get; }

    /// <summary>The number of users whom training did not have. Nothing can be recommended to them; they are among <see cref="Users"/> and count with zeros.</summary>
    public int UnknownUsers { get; internal init; }

    /// <summary>The number of test interactions of users whom training did not have.</summary>
    public long UnknownUserInteractions { get; internal init; }

    /// <summary>The number of test interactions of known users with items that training did not have; they are test items of their users, and never a hit.</summary>
    public long UnknownItemInteractions { get; internal init; }

    /// <summary>The metrics user by user, for significance tests.</summary>
    public IReadOnlyList<UserMetrics> PerUser { get; }

    IReadOnlyList<DisplayTable> ITabular.ToTables() => ((ITabular)new MetricsComparison { { "", this } }).ToTables();

    /// <summary>The metrics as a table of text.</summary>
    public override string ToString() => ((ITabular)this).ToText();
}
