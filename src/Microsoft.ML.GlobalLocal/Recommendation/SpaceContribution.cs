namespace Microsoft.ML.GlobalLocal;

/// <summary>What a space contributes to a score.</summary>
/// <param name="Space">The name of the space.</param>
/// <param name="Weight">Its attention weight alpha (Eq. 8); the weights of a pair sum to 1.</param>
/// <param name="Score">The pair's score in the space, scaled to unit variance.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record SpaceContribution(string Space, float Weight, float Score) : ITabular, ITableRow
{
    static IReadOnlyList<DisplayColumn> ITableRow.Columns { get; } = [new("space"), new("weight", IsNumber: true), new("score", IsNumber: true)];

    IReadOnlyList<string> ITableRow.Cells => [Space, DisplayTable.Format(Weight), DisplayTable.Format(Score)];

    IReadOnlyList<DisplayTable> ITabular.ToTables() => [DisplayTable.Of([this])];
}
