namespace Microsoft.ML.GlobalLocal;

/// <summary>What is shown as tables.</summary>
internal interface ITabular
{
    /// <summary>The tables, one below the other.</summary>
    IReadOnlyList<DisplayTable> ToTables();

    /// <summary>The tables as HTML.</summary>
    string ToHtml() => string.Concat(ToTables().Select(table => table.ToHtml()));

    /// <summary>The tables as lines of text, without a line break at the end.</summary>
    string ToText() => string.Join("\n\n", ToTables().Select(table => table.ToText()));
}
