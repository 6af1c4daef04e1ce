using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The graph of users and items with an edge per interaction, normalised: A = D^-1/2 (0 R; R^T 0) D^-1/2. Nodes are the users, then the items.
/// </summary>
/// <param name="interactions">The interactions R.</param>
/// <param name="parallelism">The number of threads, and what stops the work.</param>
internal sealed class InteractionGraph(InteractionMatrix interactions, ParallelOptions parallelism)
{
    // So many numbers of a sum are held in registers while the neighbours are added: twice as fast as to write them back for each.
    private const int BlockWidth = 32;

    private readonly float[] _scales =
    [
        .. GetScales(interactions),
        .. GetScales(interactions.Transposed),
    ];

    /// <summary>The number of nodes.</summary>
    public int Count => _scales.Length;

    /// <summary>
    /// The mean of the layers 0 to K: (X + A X + .. + A^K X) / (K + 1). A is symmetric, so the same takes the gradient of the mean back to that of X.
    /// </summary>
    /// <param name="vectors">X, row after row: [nodes * dimension].</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="layers">The number K of layers.</param>
    /// <param name="result">Receives the mean: [nodes * dimension].</param>
    /// <param name="buffer">Scratch space: [nodes * dimension].</param>
    public void Propagate(float[] vectors, int dimension, int layers, float[] result, float[] buffer)
    {
        // From the inside out: X + A (X + A (X + ..)). The targets take turns so that the last one is the result.
        var source = vectors;
        for (int layer = 1; layer <= layers; layer++)
        {
            var target = (layers - layer) % 2 == 0 ? result : buffer;
            float scale = layer == layers ? 1f / (layers + 1) : 1;
            AddNeighbours(vectors, source, dimension, scale, target);
            source = target;
        }
    }

    private static IEnumerable<float> GetScales(InteractionMatrix rows) => Enumerable.Range(0, rows.UserCount).Select(row => 1 / MathF.Sqrt(Math.Max(1, rows.GetCount(row))));

    /// <summary>target = scale (X + A source).</summary>
    private void AddNeighbours(float[] vectors, float[] source, int dimension, float scale, float[] target)
    {
        Parallel.For(0, Count, parallelism, node =>
        {
            bool isUser = node < interactions.UserCount;
            var neighbours = isUser ? interactions.GetItems(node) : interactions.Transposed.GetItems(node - interactions.UserCount);
            int first = isUser ? interactions.UserCount : 0;
            var sum = target.AsSpan(node * dimension, dimension);
            int start = 0;
            for (; start + BlockWidth <= dimension; start += BlockWidth)
            {
                SumBlock(source, dimension, start, neighbours, first, sum.Slice(start, BlockWidth));
            }

            SumRest(source, dimension, start, neighbours, first, sum[start..]);
            TensorPrimitives.Multiply(sum, _scales[node], sum);
            TensorPrimitives.Add(sum, vectors.AsSpan(node * dimension, dimension), sum);
            TensorPrimitives.Multiply(sum, scale, sum);
        });
    }

    /// <summary>sum = the scaled sum of the neighbours' numbers from a start on, as many as a block has.</summary>
    private void SumBlock(float[] source, int dimension, int start, ReadOnlySpan<int> neighbours, int first, Span<float> sum)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        ref float block = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(source), start);
        foreach (int neighbour in neighbours)
        {
            int other = first + neighbour;
            ref float row = ref Unsafe.Add(ref block, (nint)other * dimension);
            var scale = Vector256.Create(_scales[other]);
            a += Vector256.LoadUnsafe(ref row) * scale;
            b += Vector256.LoadUnsafe(ref row, 8) * scale;
            c += Vector256.LoadUnsafe(ref row, 16) * scale;
            d += Vector256.LoadUnsafe(ref row, 24) * scale;
        }

        a.CopyTo(sum);
        b.CopyTo(sum[8..]);
        c.CopyTo(sum[16..]);
        d.CopyTo(sum[24..]);
    }

    /// <summary>sum = the scaled sum of the neighbours' numbers from a start on.</summary>
    private void SumRest(float[] source, int dimension, int start, ReadOnlySpan<int> neighbours, int first, Span<float> sum)
    {
        if (sum.IsEmpty)
        {
            return;
        }

        sum.Clear();
        foreach (int neighbour in neighbours)
        {
            int other = first + neighbour;
            TensorPrimitives.MultiplyAdd(source.AsSpan(other * dimension + start, sum.Length), _scales[other], sum, sum);
        }
    }
}
