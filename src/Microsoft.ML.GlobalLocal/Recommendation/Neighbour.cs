namespace Microsoft.ML.GlobalLocal;

/// <summary>A user or an item that is like another one.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Similarity">The cosine of the two vectors, averaged over the spaces; at most 1.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Neighbour(string Id, float Similarity) : ITabular, ITableRow
{
    static IReadOnlyList<DisplayColumn> ITableRow.Columns { get; } = [new("id"), new("similarity", IsNumber: true)];

    IReadOnlyList<string> ITableRow.Cells => [Id, DisplayTable.Format(Similarity)];

    IReadOnlyList<DisplayTable> ITabular.ToTables() => [DisplayTable.Of([this])];
}
