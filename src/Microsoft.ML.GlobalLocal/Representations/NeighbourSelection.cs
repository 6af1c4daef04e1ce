using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes sparse weights of rows that are computed one at a time: keeps each item's strongest neighbours.</summary>
internal static class NeighbourSelection
{
    /// <summary>Computes the weights from one item to all.</summary>
    /// <param name="item">The item's index.</param>
    /// <param name="weights">Receives the weights: [items]; it comes zeroed.</param>
    public delegate void FillRow(int item, Span<float> weights);

    /// <summary>Keeps the weights that are largest by absolute value, those of the lower indices where some are equal; zeros never.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="neighbours">The most neighbours that an item keeps.</param>
    /// <param name="fillRow">Computes a row; called from several threads at once.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <param name="itemScales">What an item's row is then multiplied with: [items]; <see langword="null"/>: nothing.</param>
    /// <param name="neighbourScales">What each weight to an item is then multiplied with: [items]; <see langword="null"/>: nothing.</param>
    public static NeighbourWeights SelectStrongest(int itemCount, int neighbours, FillRow fillRow, ParallelOptions parallelism, float[]? itemScales = null, float[]? neighbourScales = null)
    {
        neighbours = Math.Min(neighbours, itemCount);
        var rows = new (int[] Items, float[] Weights)[itemCount];
        Parallel.For(0, itemCount, parallelism, () => (Weights: new float[itemCount], Items: new int[neighbours], Strengths: new float[neighbours]), (item, _, buffers) =>
        {
            buffers.Weights.AsSpan().Clear();
            fillRow(item, buffers.Weights);
            var selector = new TopNSelector(buffers.Items, buffers.Strengths);
            for (int other = FindWeight(buffers.Weights, 0); other < itemCount; other = FindWeight(buffers.Weights, other + 1))
            {
                buffers.Weights[other] *= (itemScales?[item] ?? 1) * (neighbourScales?[other] ?? 1);
                if (buffers.Weights[other] != 0)
                {
                    selector.Add(other, MathF.Abs(buffers.Weights[other]));
                }
            }

            var kept = buffers.Items.AsSpan(0, selector.Count).ToArray();
            kept.AsSpan().Sort();
            rows[item] = (kept, Array.ConvertAll(kept, other => buffers.Weights[other]));
            return buffers;
        }, _ => { });

        return NeighbourWeights.FromRows(rows);
    }

    /// <summary>The next item that has a weight, or the end; most have none, and are skipped many at a time.</summary>
    private static int FindWeight(ReadOnlySpan<float> weights, int start)
    {
        int offset = MemoryMarshal.Cast<float, int>(weights[start..]).IndexOfAnyExcept(0);
        return offset < 0 ? weights.Length : start + offset;
    }
}
