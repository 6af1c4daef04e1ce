namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

/// <summary>Finished spaces over the users and items of <see cref="Blocks"/>.</summary>
internal static class TestSpaces
{
    private const int Dimension = 4;

    /// <summary>Users and items of a block point the same way; those of blocks that are not known point nowhere.</summary>
    public static VectorSpace Informed(string name, params int[] knownBlocks)
    {
        var users = new float[Blocks.Users * Dimension];
        for (int user = 0; user < Blocks.Users; user++)
        {
            int block = user / Blocks.Size;
            users[user * Dimension + block] = knownBlocks.Length == 0 || knownBlocks.Contains(block) ? 1 : 0;
        }

        return new VectorSpace(name, Dimension, users, (float[])users.Clone(), VectorSimilarity.Product);
    }

    public static VectorSpace Noise(string name, int seed)
    {
        var random = new Random(seed);
        return new VectorSpace(name, Dimension, Draw(Blocks.Users), Draw(Blocks.Items), VectorSimilarity.Product);

        float[] Draw(int count) => [.. Enumerable.Range(0, count * Dimension).Select(_ => random.NextSingle() - 0.5f)];
    }
}
