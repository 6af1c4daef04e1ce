namespace Microsoft.ML.GlobalLocal;

/// <summary>Fills tables with normally distributed numbers.</summary>
internal static class GaussianNoise
{
    /// <summary>Fills a table by the Box-Muller transform; the same seed gives the same numbers.</summary>
    /// <param name="table">Receives the numbers.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="seed">The seed.</param>
    public static void Fill(Span<float> table, float deviation, int seed)
    {
        var random = new Random(seed);
        for (int n = 0; n < table.Length; n++)
        {
            double radius = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()));
            table[n] = (float)(deviation * radius * Math.Cos(2 * Math.PI * random.NextDouble()));
        }
    }
}
