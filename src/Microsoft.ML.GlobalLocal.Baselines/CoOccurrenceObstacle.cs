namespace Microsoft.ML.GlobalLocal;

/// <summary>What keeps systems that go through all pairs of items that are taken together from large data.</summary>
internal static class CoOccurrenceObstacle
{
    private const long MaximumPairs = 400_000_000;

    /// <summary>Why there are too many pairs of items with users in common; <see langword="null"/> where there are not.</summary>
    /// <param name="name">The name of the system that would.</param>
    /// <param name="interactions">The users' items.</param>
    public static string? Find(string name, InteractionMatrix interactions)
    {
        long pairs = CoOccurrence.CountPairs(interactions);
        return pairs <= MaximumPairs ? null : $"{name} goes through the pairs of items that are taken together: the users' pairs of items may be {MaximumPairs} in sum, here are {pairs}.";
    }
}
