using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Compares users' vectors with items' vectors, in tiles of four items held in registers. A pair's score is summed in the same order in every
/// method and in every tile, so that it does not depend on what else is scored with it.
/// </summary>
internal static class VectorScores
{
    private const int Lanes = 8;

    /// <summary>Scores consecutive items for several users.</summary>
    /// <param name="similarity">How vectors are compared.</param>
    /// <param name="users">The users' vectors, row after row: [users * dimension].</param>
    /// <param name="items">The items' vectors, row after row: [items * dimension].</param>
    /// <param name="dimension">The length of a vector.</param>
    /// <param name="scores">Receives the score of user u and item i at [u * stride + i].</param>
    /// <param name="stride">The distance of two users' scores, at least the number of items.</param>
    public static void Score(VectorSimilarity similarity, ReadOnlySpan<float> users, ReadOnlySpan<float> items, int dimension, Span<float> scores, int stride)
    {
        if (similarity == VectorSimilarity.Product)
        {
            Score<ProductTerm>(users, items, dimension, scores, stride);
        }
        else
        {
            Score<DistanceTerm>(users, items, dimension, scores, stride);
        }
    }

    /// <summary>Scores some items for one user.</summary>
    /// <param name="similarity">How vectors are compared.</param>
    /// <param name="user">The user's vector.</param>
    /// <param name="itemTable">The vectors of all items, row after row.</param>
    /// <param name="items">The rows of the items to score.</param>
    /// <param name="scores">Receives the scores; as long as <paramref name="items"/>.</param>
    public static void ScoreListed(VectorSimilarity similarity, ReadOnlySpan<float> user, ReadOnlySpan<float> itemTable, ReadOnlySpan<int> items, Span<float> scores)
    {
        if (similarity == VectorSimilarity.Product)
        {
            ScoreListed<ProductTerm>(user, itemTable, items, scores);
        }
        else
        {
            ScoreListed<DistanceTerm>(user, itemTable, items, scores);
        }
    }

    private static void Score<TTerm>(ReadOnlySpan<float> users, ReadOnlySpan<float> items, int dimension, Span<float> scores, int stride)
        where TTerm : ITerm
    {
        int userCount = users.Length / dimension;
        int itemCount = items.Length / dimension;
        Debug.Assert(stride >= itemCount && (userCount == 0 || scores.Length >= (userCount - 1) * stride + itemCount));
        ref float firstUser = ref MemoryMarshal.GetReference(users);
        int user = 0;
        for (; user + 4 <= userCount; user += 4)
        {
            ref float row = ref Unsafe.Add(ref firstUser, (nint)user * dimension);
            int item = 0;
            for (; item + 4 <= itemCount; item += 4)
            {
                ScoreTile<TTerm>(ref row, ref Unsafe.Add(ref MemoryMarshal.GetReference(items), (nint)item * dimension), dimension, ref scores[user * stride + item], stride);
            }

            for (int n = 0; n < 4 && item < itemCount; n++)
            {
                ScoreRow<TTerm>(ref Unsafe.Add(ref row, (nint)n * dimension), items, dimension, item, scores.Slice((user + n) * stride, itemCount));
            }
        }

        for (; user < userCount; user++)
        {
            ScoreRow<TTerm>(ref Unsafe.Add(ref firstUser, (nint)user * dimension), items, dimension, 0, scores.Slice(user * stride, itemCount));
        }
    }

    /// <summary>The items from <paramref name="item"/> on, for one user.</summary>
    private static void ScoreRow<TTerm>(ref float user, ReadOnlySpan<float> items, int dimension, int item, Span<float> scores)
        where TTerm : ITerm
    {
        ref float table = ref MemoryMarshal.GetReference(items);
        for (; item < scores.Length; item += 4)
        {
            int last = scores.Length - 1;
            var four = ScoreFour<TTerm>(ref user,
                ref Unsafe.Add(ref table, (nint)item * dimension),
                ref Unsafe.Add(ref table, (nint)Math.Min(item + 1, last) * dimension),
                ref Unsafe.Add(ref table, (nint)Math.Min(item + 2, last) * dimension),
                ref Unsafe.Add(ref table, (nint)Math.Min(item + 3, last) * dimension),
                dimension);
            Store(four, scores[item..]);
        }
    }

    private static void ScoreListed<TTerm>(ReadOnlySpan<float> user, ReadOnlySpan<float> itemTable, ReadOnlySpan<int> items, Span<float> scores)
        where TTerm : ITerm
    {
        ref float table = ref MemoryMarshal.GetReference(itemTable);
        ref float vector = ref MemoryMarshal.GetReference(user);
        int dimension = user.Length;
        int last = items.Length - 1;
        for (int n = 0; n < items.Length; n += 4)
        {
            var four = ScoreFour<TTerm>(ref vector,
                ref Unsafe.Add(ref table, (nint)items[n] * dimension),
                ref Unsafe.Add(ref table, (nint)items[Math.Min(n + 1, last)] * dimension),
                ref Unsafe.Add(ref table, (nint)items[Math.Min(n + 2, last)] * dimension),
                ref Unsafe.Add(ref table, (nint)items[Math.Min(n + 3, last)] * dimension),
                dimension);
            Store(four, scores[n..items.Length]);
        }
    }

    private static void Store(Vector128<float> four, Span<float> scores)
    {
        if (scores.Length >= 4)
        {
            four.CopyTo(scores);
            return;
        }

        for (int n = 0; n < scores.Length; n++)
        {
            scores[n] = four[n];
        }
    }

    private static Vector128<float> ScoreFour<TTerm>(ref float user, ref float item0, ref float item1, ref float item2, ref float item3, int dimension)
        where TTerm : ITerm
    {
        Vector256<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        nuint end = (nuint)(dimension - dimension % Lanes);
        for (nuint n = 0; n < end; n += Lanes)
        {
            var left = Vector256.LoadUnsafe(ref user, n);
            sum0 = TTerm.Add(left, Vector256.LoadUnsafe(ref item0, n), sum0);
            sum1 = TTerm.Add(left, Vector256.LoadUnsafe(ref item1, n), sum1);
            sum2 = TTerm.Add(left, Vector256.LoadUnsafe(ref item2, n), sum2);
            sum3 = TTerm.Add(left, Vector256.LoadUnsafe(ref item3, n), sum3);
        }

        var sums = SumEach(sum0, sum1, sum2, sum3);
        for (nuint n = end; n < (nuint)dimension; n++)
        {
            var right = Vector128.Create(Unsafe.Add(ref item0, n), Unsafe.Add(ref item1, n), Unsafe.Add(ref item2, n), Unsafe.Add(ref item3, n));
            sums = TTerm.Add(Vector128.Create(Unsafe.Add(ref user, n)), right, sums);
        }

        return TTerm.Complete(sums);
    }

    /// <summary>Four users by four items, all rows one after the other.</summary>
    private static void ScoreTile<TTerm>(ref float users, ref float items, int dimension, ref float scores, int stride)
        where TTerm : ITerm
    {
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        Vector256<float> c0 = default, c1 = default, c2 = default, c3 = default, d0 = default, d1 = default, d2 = default, d3 = default;
        nuint row1 = (nuint)dimension, row2 = 2 * row1, row3 = 3 * row1;
        nuint end = row1 - row1 % Lanes;
        for (nuint n = 0; n < end; n += Lanes)
        {
            var a = Vector256.LoadUnsafe(ref users, n);
            var b = Vector256.LoadUnsafe(ref users, n + row1);
            var c = Vector256.LoadUnsafe(ref users, n + row2);
            var d = Vector256.LoadUnsafe(ref users, n + row3);
            var item = Vector256.LoadUnsafe(ref items, n);
            (a0, b0, c0, d0) = (TTerm.Add(a, item, a0), TTerm.Add(b, item, b0), TTerm.Add(c, item, c0), TTerm.Add(d, item, d0));
            item = Vector256.LoadUnsafe(ref items, n + row1);
            (a1, b1, c1, d1) = (TTerm.Add(a, item, a1), TTerm.Add(b, item, b1), TTerm.Add(c, item, c1), TTerm.Add(d, item, d1));
            item = Vector256.LoadUnsafe(ref items, n + row2);
            (a2, b2, c2, d2) = (TTerm.Add(a, item, a2), TTerm.Add(b, item, b2), TTerm.Add(c, item, c2), TTerm.Add(d, item, d2));
            item = Vector256.LoadUnsafe(ref items, n + row3);
            (a3, b3, c3, d3) = (TTerm.Add(a, item, a3), TTerm.Add(b, item, b3), TTerm.Add(c, item, c3), TTerm.Add(d, item, d3));
        }

        var (sumsA, sumsB, sumsC, sumsD) = (SumEach(a0, a1, a2, a3), SumEach(b0, b1, b2, b3), SumEach(c0, c1, c2, c3), SumEach(d0, d1, d2, d3));
        for (nuint n = end; n < row1; n++)
        {
            var right = Vector128.Create(Unsafe.Add(ref items, n), Unsafe.Add(ref items, n + row1), Unsafe.Add(ref items, n + row2), Unsafe.Add(ref items, n + row3));
            sumsA = TTerm.Add(Vector128.Create(Unsafe.Add(ref users, n)), right, sumsA);
            sumsB = TTerm.Add(Vector128.Create(Unsafe.Add(ref users, n + row1)), right, sumsB);
            sumsC = TTerm.Add(Vector128.Create(Unsafe.Add(ref users, n + row2)), right, sumsC);
            sumsD = TTerm.Add(Vector128.Create(Unsafe.Add(ref users, n + row3)), right, sumsD);
        }

        TTerm.Complete(sumsA).StoreUnsafe(ref scores);
        TTerm.Complete(sumsB).StoreUnsafe(ref scores, (nuint)stride);
        TTerm.Complete(sumsC).StoreUnsafe(ref scores, 2 * (nuint)stride);
        TTerm.Complete(sumsD).StoreUnsafe(ref scores, 3 * (nuint)stride);
    }

    /// <summary>The sum of each of four vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> SumEach(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d)
    {
        var (e, f, g, h) = (a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper(), c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
        if (!Sse.IsSupported)
        {
            return Vector128.Create(Vector128.Sum(e), Vector128.Sum(f), Vector128.Sum(g), Vector128.Sum(h));
        }

        var ef = Sse.UnpackLow(e, f) + Sse.UnpackHigh(e, f);
        var gh = Sse.UnpackLow(g, h) + Sse.UnpackHigh(g, h);
        return Sse.MoveLowToHigh(ef, gh) + Sse.MoveHighToLow(gh, ef);
    }

    /// <summary>What a pair's score is the sum of.</summary>
    private interface ITerm
    {
        static abstract Vector256<float> Add(Vector256<float> user, Vector256<float> item, Vector256<float> sum);

        static abstract Vector128<float> Add(Vector128<float> user, Vector128<float> item, Vector128<float> sum);

        static abstract Vector128<float> Complete(Vector128<float> sum);
    }

    private readonly struct ProductTerm : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Add(Vector256<float> user, Vector256<float> item, Vector256<float> sum) => Fused.MultiplyAdd(user, item, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Add(Vector128<float> user, Vector128<float> item, Vector128<float> sum) => Fused.MultiplyAdd(user, item, sum);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Complete(Vector128<float> sum) => sum;
    }

    private readonly struct DistanceTerm : ITerm
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> Add(Vector256<float> user, Vector256<float> item, Vector256<float> sum)
        {
            var difference = user - item;
            return Fused.MultiplyAdd(difference, difference, sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Add(Vector128<float> user, Vector128<float> item, Vector128<float> sum)
        {
            var difference = user - item;
            return Fused.MultiplyAdd(difference, difference, sum);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector128<float> Complete(Vector128<float> sum) => -Vector128.Sqrt(sum);
    }
}
