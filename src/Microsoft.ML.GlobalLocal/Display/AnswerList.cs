using System.Collections.ObjectModel;

namespace Microsoft.ML.GlobalLocal;

/// <summary>A list of answers, which a notebook shows as one table.</summary>
/// <param name="items">The answers.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
internal sealed class AnswerList<T>(T[] items) : ReadOnlyCollection<T>(items), ITabular
    where T : ITableRow
{
    IReadOnlyList<DisplayTable> ITabular.ToTables() => [DisplayTable.Of(this)];

    /// <summary>The table as text.</summary>
    public override string ToString() => ((ITabular)this).ToText();
}
