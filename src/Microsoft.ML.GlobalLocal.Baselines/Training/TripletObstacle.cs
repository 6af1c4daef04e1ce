namespace Microsoft.ML.GlobalLocal;

/// <summary>What keeps a system from being trained that compares the items that a user has with others.</summary>
internal static class TripletObstacle
{
    /// <summary>Why there is nothing to compare; <see langword="null"/> where there is.</summary>
    public static string? Find(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        bool hasTriplet = Enumerable.Range(0, interactions.UserCount).Select(interactions.GetCount).Any(count => count > 0 && count < interactions.ItemCount);
        return hasTriplet ? null : "there is no negative item to learn from, since every user has all items or none.";
    }
}
