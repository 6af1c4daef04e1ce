namespace Microsoft.ML.GlobalLocal;

/// <summary>One recommended item.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Score">Its score; only its order within a list means something.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Recommendation(string Item, float Score) : ITabular, ITableRow
{
    static IReadOnlyList<DisplayColumn> ITableRow.Columns { get; } = [new("item"), new("score", IsNumber: true)];

    IReadOnlyList<string> ITableRow.Cells => [Item, DisplayTable.Format(Score)];

    IReadOnlyList<DisplayTable> ITabular.ToTables() => [DisplayTable.Of([this])];
}
