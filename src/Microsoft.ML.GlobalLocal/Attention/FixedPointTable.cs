using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Vectors as whole numbers of 16 bits, row after row, each row with a scale of its own. A value is off by at most 1/65,534 of the largest of its
/// row. For vectors of all items, whose products with a user's take as long as reading them does: these are half the bytes.
/// </summary>
internal sealed class FixedPointTable
{
    private const int Lanes = 8;

    private readonly int _dimension;
    private readonly short[] _values;
    private readonly float[] _scales;

    /// <summary>Makes a table of zeros.</summary>
    /// <param name="count">The number of vectors.</param>
    /// <param name="dimension">The length of each.</param>
    /// <exception cref="ArgumentException">No array is as large.</exception>
    public FixedPointTable(int count, int dimension)
    {
        _dimension = dimension;
        _values = VectorTable.Create<short>(count, dimension);
        _scales = new float[count];
    }

    /// <summary>Sets a row.</summary>
    /// <param name="row">Its number.</param>
    /// <param name="vector">The vector, of finite numbers.</param>
    public void Set(int row, ReadOnlySpan<float> vector)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        float scale = largest / short.MaxValue;
        _scales[row] = scale;
        var values = _values.AsSpan(row * _dimension, _dimension);
        for (int n = 0; n < values.Length; n++)
        {
            values[n] = scale > 0 ? (short)MathF.Round(vector[n] / scale) : (short)0;
        }
    }

    /// <summary>The products of a vector with some rows.</summary>
    /// <param name="vector">The vector.</param>
    /// <param name="rows">The rows' numbers.</param>
    /// <param name="products">Receives the products; as long as <paramref name="rows"/>.</param>
    public void Multiply(ReadOnlySpan<float> vector, ReadOnlySpan<int> rows, Span<float> products)
    {
        ref float left = ref MemoryMarshal.GetReference(vector[.._dimension]);
        ref short values = ref MemoryMarshal.GetArrayDataReference(_values);
        for (int n = 0; n < rows.Length; n++)
        {
            int row = rows[n];
            products[n] = _scales[row] * Dot(ref left, ref Unsafe.Add(ref values, (nint)row * _dimension), (nuint)_dimension);
        }
    }

    private static float Dot(ref float left, ref short right, nuint dimension)
    {
        Vector256<float> even = default, odd = default;
        nuint n = 0;
        for (; n + 2 * Lanes <= dimension; n += 2 * Lanes)
        {
            even = Fused.MultiplyAdd(Vector256.LoadUnsafe(ref left, n), LoadEight(ref right, n), even);
            odd = Fused.MultiplyAdd(Vector256.LoadUnsafe(ref left, n + Lanes), LoadEight(ref right, n + Lanes), odd);
        }

        float sum = Vector256.Sum(even + odd);
        for (; n < dimension; n++)
        {
            sum += Unsafe.Add(ref left, n) * Unsafe.Add(ref right, n);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LoadEight(ref short values, nuint start)
    {
        var eight = Vector128.LoadUnsafe(ref values, start);
        return Vector256.ConvertToSingle(Avx2.IsSupported
            ? Avx2.ConvertToVector256Int32(eight)
            : Vector256.Create(Vector128.WidenLower(eight), Vector128.WidenUpper(eight)));
    }
}
