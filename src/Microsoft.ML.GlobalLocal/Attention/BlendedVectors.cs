using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The comparison of a user's and an item's blended vector (Eq. 9): u = sum over r of alpha_r g_r(u), i likewise. The blends of a pair exist in
/// registers only.
/// </summary>
internal static class BlendedVectors
{
    private const int Lanes = 8;

    /// <summary>Scores a block of items for a user.</summary>
    /// <param name="similarity">How the blended vectors are compared.</param>
    /// <param name="query">The prepared user.</param>
    /// <param name="itemTables">The items' vectors in every space, row after row, all of one dimension.</param>
    /// <param name="items">The items of the block.</param>
    /// <param name="alpha">The weight of space r for item b at [r * stride + b].</param>
    /// <param name="stride">The length of a row of <paramref name="alpha"/>.</param>
    /// <param name="scores">Receives the scores; as long as <paramref name="items"/>.</param>
    public static void Score(VectorSimilarity similarity, UserQuery query, float[][] itemTables, ReadOnlySpan<int> items, ReadOnlySpan<float> alpha, int stride, Span<float> scores)
    {
        int dimension = query.Vectors[0].Length;
        var users = ArrayPool<float>.Shared.Rent(itemTables.Length * dimension);
        for (int r = 0; r < itemTables.Length; r++)
        {
            query.Vectors[r].Span.CopyTo(users.AsSpan(r * dimension));
        }

        bool product = similarity == VectorSimilarity.Product;
        for (int b = 0; b < items.Length; b++)
        {
            float sum = Sum(product, users, itemTables, items[b], alpha[b..], stride, dimension);
            scores[b] = product ? sum : -MathF.Sqrt(sum);
        }

        ArrayPool<float>.Shared.Return(users);
    }

    /// <summary>The product of the two blends, or their squared distance.</summary>
    private static float Sum(bool product, float[] users, float[][] itemTables, int item, ReadOnlySpan<float> alpha, int stride, int dimension)
    {
        ref float userVectors = ref MemoryMarshal.GetArrayDataReference(users);
        var sums = Vector256<float>.Zero;
        int n = 0;
        for (; n + Lanes <= dimension; n += Lanes)
        {
            var user = Vector256<float>.Zero;
            var other = Vector256<float>.Zero;
            for (int r = 0; r < itemTables.Length; r++)
            {
                var weight = Vector256.Create(alpha[r * stride]);
                user = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref userVectors, (nuint)(r * dimension + n)), user);
                other = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(itemTables[r]), (nuint)item * (nuint)dimension + (nuint)n), other);
            }

            var difference = user - other;
            sums = product ? Fused.MultiplyAdd(user, other, sums) : Fused.MultiplyAdd(difference, difference, sums);
        }

        float sum = Vector256.Sum(sums);
        for (; n < dimension; n++)
        {
            float user = 0;
            float other = 0;
            for (int r = 0; r < itemTables.Length; r++)
            {
                user += alpha[r * stride] * users[r * dimension + n];
                other += alpha[r * stride] * itemTables[r][item * dimension + n];
            }

            sum += product ? user * other : (user - other) * (user - other);
        }

        return sum;
    }
}
