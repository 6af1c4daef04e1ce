namespace Microsoft.ML.GlobalLocal;

/// <summary>A user to find candidates for, and in training what is known of them. Filled again and again where it is read row by row.</summary>
/// <param name="contextWidth">The number of context features.</param>
internal sealed class CandidateRequest(int contextWidth)
{
    /// <summary>The user's index; -1 where training did not have the user.</summary>
    public int User { get; set; } = KeyColumn.MissingIndex;

    /// <summary>The context features.</summary>
    public float[] Context { get; } = new float[contextWidth];

    /// <summary>In training the user's held-out items, which are labelled 1; without them, nothing is labelled.</summary>
    public HashSet<int>? Positives { get; init; }

    /// <summary>In training the items that are no candidates: those that the user took in another context.</summary>
    public ItemFilter Filter { get; set; } = ItemFilter.Unseen;
}
