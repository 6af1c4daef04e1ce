namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Spaces of <see cref="Blocks"/> that rank the held-out items of every user first, or last.</summary>
internal static class BlockSpaces
{
    public static VectorSpace Create(bool isGood)
    {
        float[] users = [.. Enumerable.Range(0, Blocks.Users).Select(user => user < Blocks.Size ? 1f : -1)];
        float[] items = [.. Enumerable.Range(0, Blocks.Items).Select(item => (item < Blocks.Size ? 1f : -1) * (isGood ? 1 : -1))];
        return new VectorSpace("blocks", 1, users, items, VectorSimilarity.Product);
    }
}
