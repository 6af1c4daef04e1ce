using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The innermost part of matrix products: a tile of the result that is held in registers over the whole sum.</summary>
internal static class MatrixTile
{
    /// <summary>The number of rows of a tile.</summary>
    public const int Height = 8;

    /// <summary>The number of columns of a tile.</summary>
    public const int Width = 16;

    private const nuint Half = Width / 2;
    private const nuint HalfHeight = Height / 2;

    /// <summary>The next multiple of <see cref="Width"/>, which is also one of <see cref="Height"/>.</summary>
    public static int Pad(int size) => (size + Width - 1) / Width * Width;

    /// <summary>
    /// tile += A B: A of 8 rows and some columns, B of as many rows and 16 columns. Every entry is summed in the order of A's columns.
    /// </summary>
    /// <param name="a">A's first entry.</param>
    /// <param name="rowStep">From an entry of A to the one in the next row.</param>
    /// <param name="columnStep">From an entry of A to the one in the next column.</param>
    /// <param name="b">B's first entry; its rows lie in one piece each.</param>
    /// <param name="stride">From one row of B to the next.</param>
    /// <param name="length">The number of A's columns.</param>
    /// <param name="tile">The tile's first entry; its rows lie in one piece each.</param>
    /// <param name="tileStride">From one row of the tile to the next.</param>
    public static void MultiplyAdd(ref float a, nuint rowStep, nuint columnStep, ref float b, nuint stride, int length, ref float tile, nuint tileStride)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
        {
            MultiplyAddWhole(ref a, rowStep, columnStep, ref b, stride, length, ref tile, tileStride);
            return;
        }

        MultiplyAddHalf(ref a, rowStep, columnStep, ref b, stride, length, ref tile, tileStride);
        MultiplyAddHalf(ref Unsafe.Add(ref a, HalfHeight * rowStep), rowStep, columnStep, ref b, stride, length, ref Unsafe.Add(ref tile, HalfHeight * tileStride), tileStride);
    }

    /// <summary>A tile of 8 rows, each of one vector.</summary>
    private static void MultiplyAddWhole(ref float a, nuint rowStep, nuint columnStep, ref float b, nuint stride, int length, ref float tile, nuint tileStride)
    {
        var c0 = Vector512.LoadUnsafe(ref tile);
        var c1 = Vector512.LoadUnsafe(ref tile, tileStride);
        var c2 = Vector512.LoadUnsafe(ref tile, 2 * tileStride);
        var c3 = Vector512.LoadUnsafe(ref tile, 3 * tileStride);
        var c4 = Vector512.LoadUnsafe(ref tile, 4 * tileStride);
        var c5 = Vector512.LoadUnsafe(ref tile, 5 * tileStride);
        var c6 = Vector512.LoadUnsafe(ref tile, 6 * tileStride);
        var c7 = Vector512.LoadUnsafe(ref tile, 7 * tileStride);
        ref float upper = ref a;
        ref float lower = ref Unsafe.Add(ref a, HalfHeight * rowStep);
        nuint row2 = 2 * rowStep, row3 = 3 * rowStep;
        for (int k = 0; k < length; k++)
        {
            var row = Vector512.LoadUnsafe(ref b);
            c0 = Avx512F.FusedMultiplyAdd(Vector512.Create(upper), row, c0);
            c1 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref upper, rowStep)), row, c1);
            c2 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref upper, row2)), row, c2);
            c3 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref upper, row3)), row, c3);
            c4 = Avx512F.FusedMultiplyAdd(Vector512.Create(lower), row, c4);
            c5 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, rowStep)), row, c5);
            c6 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, row2)), row, c6);
            c7 = Avx512F.FusedMultiplyAdd(Vector512.Create(Unsafe.Add(ref lower, row3)), row, c7);
            upper = ref Unsafe.Add(ref upper, columnStep);
            lower = ref Unsafe.Add(ref lower, columnStep);
            b = ref Unsafe.Add(ref b, stride);
        }

        c0.StoreUnsafe(ref tile);
        c1.StoreUnsafe(ref tile, tileStride);
        c2.StoreUnsafe(ref tile, 2 * tileStride);
        c3.StoreUnsafe(ref tile, 3 * tileStride);
        c4.StoreUnsafe(ref tile, 4 * tileStride);
        c5.StoreUnsafe(ref tile, 5 * tileStride);
        c6.StoreUnsafe(ref tile, 6 * tileStride);
        c7.StoreUnsafe(ref tile, 7 * tileStride);
    }

    /// <summary>Half a tile of 4 rows, each of two vectors.</summary>
    private static void MultiplyAddHalf(ref float a, nuint rowStep, nuint columnStep, ref float b, nuint stride, int length, ref float tile, nuint tileStride)
    {
        nuint row2 = 2 * rowStep, row3 = 3 * rowStep;
        nuint tile2 = 2 * tileStride, tile3 = 3 * tileStride;
        var c00 = Vector256.LoadUnsafe(ref tile);
        var c01 = Vector256.LoadUnsafe(ref tile, Half);
        var c10 = Vector256.LoadUnsafe(ref tile, tileStride);
        var c11 = Vector256.LoadUnsafe(ref tile, tileStride + Half);
        var c20 = Vector256.LoadUnsafe(ref tile, tile2);
        var c21 = Vector256.LoadUnsafe(ref tile, tile2 + Half);
        var c30 = Vector256.LoadUnsafe(ref tile, tile3);
        var c31 = Vector256.LoadUnsafe(ref tile, tile3 + Half);
        for (int k = 0; k < length; k++)
        {
            var left = Vector256.LoadUnsafe(ref b);
            var right = Vector256.LoadUnsafe(ref b, Half);
            var value = Vector256.Create(a);
            c00 = MultiplyAdd(value, left, c00);
            c01 = MultiplyAdd(value, right, c01);
            value = Vector256.Create(Unsafe.Add(ref a, rowStep));
            c10 = MultiplyAdd(value, left, c10);
            c11 = MultiplyAdd(value, right, c11);
            value = Vector256.Create(Unsafe.Add(ref a, row2));
            c20 = MultiplyAdd(value, left, c20);
            c21 = MultiplyAdd(value, right, c21);
            value = Vector256.Create(Unsafe.Add(ref a, row3));
            c30 = MultiplyAdd(value, left, c30);
            c31 = MultiplyAdd(value, right, c31);
            a = ref Unsafe.Add(ref a, columnStep);
            b = ref Unsafe.Add(ref b, stride);
        }

        c00.StoreUnsafe(ref tile);
        c01.StoreUnsafe(ref tile, Half);
        c10.StoreUnsafe(ref tile, tileStride);
        c11.StoreUnsafe(ref tile, tileStride + Half);
        c20.StoreUnsafe(ref tile, tile2);
        c21.StoreUnsafe(ref tile, tile2 + Half);
        c30.StoreUnsafe(ref tile, tile3);
        c31.StoreUnsafe(ref tile, tile3 + Half);
    }

    /// <summary>a b + c, in one instruction where the processor has it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Fma.IsSupported ? Fma.MultiplyAdd(a, b, c) : (a * b) + c;
}
