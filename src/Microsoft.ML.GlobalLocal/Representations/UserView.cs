namespace Microsoft.ML.GlobalLocal;

/// <summary>The user's side of a score in one space: its vector there, and the items that it interacted with.</summary>
/// <param name="vector">The user's vector g(u) in the space.</param>
/// <param name="items">The user's items, ascending, each once.</param>
public readonly ref struct UserView(ReadOnlySpan<float> vector, ReadOnlySpan<int> items)
{
    /// <summary>The user's vector g(u) in the space.</summary>
    public ReadOnlySpan<float> Vector { get; } = vector;

    /// <summary>The user's items, ascending, each once.</summary>
    public ReadOnlySpan<int> Items { get; } = items;
}
