using System.Collections;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The metrics of several models side by side, in the order in which they were added: <c>new MetricsComparison { { "EASE", metrics } }</c>. A notebook shows
/// it as a table, <see cref="ToString"/> gives the same as text.
/// </summary>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed class MetricsComparison : IReadOnlyCollection<KeyValuePair<string, TopNMetrics>>, ITabular
{
    private static readonly DisplayColumn[] Columns =
        [new(""), .. new[] { "recall", "precision", "HR", "ARHR", "NDCG", "coverage" }.Select(name => new DisplayColumn(name, IsNumber: true))];

    private readonly List<KeyValuePair<string, TopNMetrics>> _rows = [];

    /// <inheritdoc/>
    public int Count => _rows.Count;

    /// <summary>Adds a model.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="metrics">Its metrics, of lists as long and of as many users as those before.</param>
    /// <exception cref="ArgumentException">The metrics cannot be compared with those before.</exception>
    public void Add(string name, TopNMetrics metrics)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(metrics);
        if (_rows.Count > 0 && _rows[0].Value is var first && (first.TopN != metrics.TopN || first.Users != metrics.Users))
        {
            throw new ArgumentException(
                $"The metrics of '{name}' are of {metrics.Users} users and N = {metrics.TopN}, those of '{_rows[0].Key}' of {first.Users} users and N = {first.TopN}; only what is evaluated alike can be compared.", nameof(metrics));
        }

        _rows.Add(new(name, metrics));
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, TopNMetrics>> GetEnumerator() => _rows.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    IReadOnlyList<DisplayTable> ITabular.ToTables()
    {
        string caption = _rows.Count == 0 ? "" : $"{_rows[0].Value.Users} users, N = {_rows[0].Value.TopN}";
        return [new DisplayTable(caption, Columns, [.. _rows.Select(row => ToCells(row.Key, row.Value))])];
    }

    /// <summary>The table as text.</summary>
    public override string ToString() => ((ITabular)this).ToText();

    private static string[] ToCells(string name, TopNMetrics metrics) =>
        [name, .. new[] { metrics.Recall, metrics.Precision, metrics.HitRate, metrics.Arhr, metrics.Ndcg, metrics.Coverage }.Select(DisplayTable.Format)];
}
