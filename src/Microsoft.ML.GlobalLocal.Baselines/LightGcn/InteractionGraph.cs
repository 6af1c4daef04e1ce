using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The graph of users and items with an edge per interaction, normalised: A = D^-1/2 (0 R; R^T 0) D^-1/2. Nodes are the users, then the items.
/// </summary>
/// <param name="interactions">The interactions R.</param>
/// <param name="parallelism">The number of threads, and what stops the work.</param>
internal sealed class InteractionGraph(InteractionMatrix interactions, ParallelOptions parallelism)
{
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
            sum.Clear();
            foreach (int neighbour in neighbours)
            {
                int other = first + neighbour;
                TensorPrimitives.MultiplyAdd(source.AsSpan(other * dimension, dimension), _scales[other], sum, sum);
            }

            TensorPrimitives.Multiply(sum, _scales[node], sum);
            TensorPrimitives.Add(sum, vectors.AsSpan(node * dimension, dimension), sum);
            TensorPrimitives.Multiply(sum, scale, sum);
        });
    }
}
