using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Products with the Gramian of some vectors y of a table, which is never made.</summary>
internal static class GatheredGram
{
    private const int Lanes = 8;

    /// <summary>result += sum over some y of (constant + factor &lt;y, x&gt;) y.</summary>
    /// <param name="table">The vectors, row after row: [count * dimension].</param>
    /// <param name="indices">Those that are summed over.</param>
    /// <param name="vector">x: [dimension].</param>
    /// <param name="constant">What each y has at least.</param>
    /// <param name="factor">The weight of the products.</param>
    /// <param name="result">What is added to: [dimension].</param>
    public static void MultiplyAdd(float[] table, ReadOnlySpan<int> indices, ReadOnlySpan<float> vector, float constant, float factor, Span<float> result)
    {
        int dimension = vector.Length;
        ref float first = ref MemoryMarshal.GetArrayDataReference(table);
        ref float x = ref MemoryMarshal.GetReference(vector);
        ref float target = ref MemoryMarshal.GetReference(result[..dimension]);
        int n = 0;

        // Four at a time: x and the result are read once for all of them.
        for (; n + 4 <= indices.Length; n += 4)
        {
            AddFour(ref Unsafe.Add(ref first, Offset(indices[n], dimension)), ref Unsafe.Add(ref first, Offset(indices[n + 1], dimension)), ref Unsafe.Add(ref first, Offset(indices[n + 2], dimension)), ref Unsafe.Add(ref first, Offset(indices[n + 3], dimension)), ref x, constant, factor, ref target, dimension);
        }

        for (; n < indices.Length; n++)
        {
            AddOne(ref Unsafe.Add(ref first, Offset(indices[n], dimension)), ref x, constant, factor, ref target, dimension);
        }
    }

    private static nuint Offset(int index, int dimension) => (nuint)index * (nuint)dimension;

    private static void AddFour(ref float y0, ref float y1, ref float y2, ref float y3, ref float x, float constant, float factor, ref float target, int dimension)
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nuint n = 0;
        nuint end = (nuint)dimension;
        for (; n + Lanes <= end; n += Lanes)
        {
            var values = Vector256.LoadUnsafe(ref x, n);
            sum0 = MatrixTile.MultiplyAdd(values, Vector256.LoadUnsafe(ref y0, n), sum0);
            sum1 = MatrixTile.MultiplyAdd(values, Vector256.LoadUnsafe(ref y1, n), sum1);
            sum2 = MatrixTile.MultiplyAdd(values, Vector256.LoadUnsafe(ref y2, n), sum2);
            sum3 = MatrixTile.MultiplyAdd(values, Vector256.LoadUnsafe(ref y3, n), sum3);
        }

        float product0 = Vector256.Sum(sum0), product1 = Vector256.Sum(sum1), product2 = Vector256.Sum(sum2), product3 = Vector256.Sum(sum3);
        for (; n < end; n++)
        {
            float value = Unsafe.Add(ref x, n);
            product0 += value * Unsafe.Add(ref y0, n);
            product1 += value * Unsafe.Add(ref y1, n);
            product2 += value * Unsafe.Add(ref y2, n);
            product3 += value * Unsafe.Add(ref y3, n);
        }

        float weight0 = constant + factor * product0, weight1 = constant + factor * product1, weight2 = constant + factor * product2, weight3 = constant + factor * product3;
        Vector256<float> weights0 = Vector256.Create(weight0), weights1 = Vector256.Create(weight1), weights2 = Vector256.Create(weight2), weights3 = Vector256.Create(weight3);
        for (n = 0; n + Lanes <= end; n += Lanes)
        {
            var even = MatrixTile.MultiplyAdd(weights0, Vector256.LoadUnsafe(ref y0, n), Vector256.LoadUnsafe(ref target, n));
            var odd = weights1 * Vector256.LoadUnsafe(ref y1, n);
            even = MatrixTile.MultiplyAdd(weights2, Vector256.LoadUnsafe(ref y2, n), even);
            odd = MatrixTile.MultiplyAdd(weights3, Vector256.LoadUnsafe(ref y3, n), odd);
            (even + odd).StoreUnsafe(ref target, n);
        }

        for (; n < end; n++)
        {
            Unsafe.Add(ref target, n) += weight0 * Unsafe.Add(ref y0, n) + weight1 * Unsafe.Add(ref y1, n) + weight2 * Unsafe.Add(ref y2, n) + weight3 * Unsafe.Add(ref y3, n);
        }
    }

    private static void AddOne(ref float y, ref float x, float constant, float factor, ref float target, int dimension)
    {
        var vector = MemoryMarshal.CreateReadOnlySpan(ref y, dimension);
        float product = System.Numerics.Tensors.TensorPrimitives.Dot(vector, MemoryMarshal.CreateReadOnlySpan(ref x, dimension));
        var result = MemoryMarshal.CreateSpan(ref target, dimension);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(vector, constant + factor * product, result, result);
    }
}
