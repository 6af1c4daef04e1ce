using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>What the tests of the space trainers share: matrices whose right answers are known, contexts, and the bytes of a space.</summary>
internal static class SpaceTraining
{
    public const int Blocks = 4;
    public const int UsersPerBlock = 10;
    public const int ItemsPerBlock = 7;

    /// <summary>A checkerboard: every user has all items of its block but one, <see cref="GetMissingItem"/>.</summary>
    public static InteractionMatrix Checkerboard { get; } = FromPredicate(Blocks * UsersPerBlock, Blocks * ItemsPerBlock, (user, item) =>
        user / UsersPerBlock == item / ItemsPerBlock && item != GetMissingItem(user));

    /// <summary>A random matrix, with items of unequal popularity; the last user and the last item have no interaction.</summary>
    public static InteractionMatrix Scattered { get; } = CreateScattered(seed: 3);

    /// <summary>Other random interactions of the same users.</summary>
    public static InteractionMatrix HeldOut { get; } = CreateScattered(seed: 4);

    public static int GetMissingItem(int user) => user / UsersPerBlock * ItemsPerBlock + user % ItemsPerBlock;

    public static SpaceTrainingContext CreateContext(InteractionMatrix interactions, InteractionMatrix? validation = null) => new()
    {
        Interactions = interactions,
        Validation = validation,
        Seed = 11,
        Host = (IHostEnvironment)new MLContext(1),
        TopN = 5,
    };

    public static byte[] GetBytes(RepresentationSpace space)
    {
        using var stream = new MemoryStream();
        using var writer = new ModelWriter(stream, "TEST", 1);
        SpaceStream.Write(space, writer);
        writer.Complete();
        return stream.ToArray();
    }

    public static InteractionMatrix FromPredicate(int users, int items, Func<int, int, bool> interacted)
    {
        var pairs = (from user in Enumerable.Range(0, users) from item in Enumerable.Range(0, items) where interacted(user, item) select (user, item)).ToArray();
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.user)], [.. pairs.Select(pair => pair.item)], users, items);
    }

    private static InteractionMatrix CreateScattered(int seed)
    {
        var random = new Random(seed);
        return FromPredicate(71, 43, (user, item) => random.NextDouble() < 2.0 / (4 + item) + 0.08 && user < 70 && item < 42);
    }
}
