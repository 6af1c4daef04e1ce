namespace Microsoft.ML.GlobalLocal;

/// <summary>What is shown as a row of a table.</summary>
internal interface ITableRow
{
    /// <summary>The columns of all such rows.</summary>
    static abstract IReadOnlyList<DisplayColumn> Columns { get; }

    /// <summary>The row's text in each column.</summary>
    IReadOnlyList<string> Cells { get; }
}
