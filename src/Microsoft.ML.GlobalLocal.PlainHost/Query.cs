namespace PlainHost;

/// <summary>A row of the model's input; a list needs no item.</summary>
internal sealed class Query
{
    public string User { get; set; } = string.Empty;

    public string Item { get; set; } = string.Empty;
}
