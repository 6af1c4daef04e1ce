namespace Microsoft.ML.GlobalLocal;

/// <summary>A group of weights at about the same place.</summary>
/// <param name="X">The geometric mean of their places.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Lower">The lower quartile.</param>
/// <param name="Upper">The upper quartile.</param>
internal readonly record struct WeightGroup(double X, double Mean, double Lower, double Upper)
{
    private const int Groups = 12;

    /// <summary>Divides points by their places into groups of about the same number; what is at one place stays together.</summary>
    public static IReadOnlyList<WeightGroup> Divide(IEnumerable<(double X, double Weight)> points)
    {
        var sorted = points.OrderBy(point => point.X).ToArray();
        var groups = new List<WeightGroup>();
        int start = 0;
        for (int end = 1; end <= sorted.Length; end++)
        {
            bool isFull = (long)end * Groups >= (long)(groups.Count + 1) * sorted.Length;
            if (end == sorted.Length || (isFull && sorted[end].X > sorted[end - 1].X))
            {
                groups.Add(Of(sorted.AsSpan(start, end - start).ToArray()));
                start = end;
            }
        }

        return groups;
    }

    private static WeightGroup Of((double X, double Weight)[] points)
    {
        double[] weights = [.. points.Select(point => point.Weight).Order()];
        return new WeightGroup(
            Math.Exp(points.Average(point => Math.Log(point.X))), weights.Average(), weights[weights.Length / 4], weights[(3 * weights.Length - 1) / 4]);
    }
}
