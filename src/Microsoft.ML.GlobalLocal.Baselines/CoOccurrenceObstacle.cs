namespace Microsoft.ML.GlobalLocal;

/// <summary>What keeps systems that hold the counts of all pairs of items from large data.</summary>
internal static class CoOccurrenceObstacle
{
    private const long MaximumPairs = 400_000_000;

    /// <summary>Why there are too many pairs of items with users in common to hold them all; <see langword="null"/> where there are not.</summary>
    /// <param name="name">The name of the system that would.</param>
    /// <param name="interactions">The users' items.</param>
    public static string? Find(string name, InteractionMatrix interactions)
    {
        long pairs = CoOccurrence.CountPairs(interactions);
        return pairs <= MaximumPairs ? null : $"{name} holds which items are taken together: the users' pairs of items may be {MaximumPairs} in sum, here are {pairs}.";
    }
}
