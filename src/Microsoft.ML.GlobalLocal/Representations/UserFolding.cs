namespace Microsoft.ML.GlobalLocal;

/// <summary>How a space makes the vector of a user who was not in training from the items that it touched (fold-in).</summary>
public abstract class UserFolding
{
    private protected UserFolding()
    {
    }

    /// <summary>Computes the vector.</summary>
    /// <param name="space">The space whose item vectors are read.</param>
    /// <param name="items">The user's items, ascending, each once.</param>
    /// <param name="vector">Receives the vector; zeros where there are no items.</param>
    internal abstract void Fold(RepresentationSpace space, ReadOnlySpan<int> items, Span<float> vector);
}
