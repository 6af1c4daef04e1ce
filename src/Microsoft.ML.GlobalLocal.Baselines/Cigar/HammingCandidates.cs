using System.Buffers;
using System.Numerics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Binary codes of items, the signs of their vectors, and the candidates of a user: the unseen items whose codes differ from the user's in the fewest bits,
/// ties by item. Immutable and thread-safe.
/// </summary>
internal sealed class HammingCandidates
{
    private readonly ulong[] _codes;
    private readonly int _bits;
    private readonly int _words;

    /// <summary>Makes the codes.</summary>
    /// <param name="vectors">The items' vectors, row after row: [items * stride].</param>
    /// <param name="stride">The length of a row.</param>
    /// <param name="start">Where in a row the code begins; it goes on to the row's end.</param>
    public HammingCandidates(float[] vectors, int stride, int start)
    {
        _bits = stride - start;
        _words = (_bits + 63) / 64;
        Count = vectors.Length / stride;
        _codes = new ulong[Count * _words];
        for (int item = 0; item < Count; item++)
        {
            Encode(vectors.AsSpan(item * stride + start, _bits), _codes.AsSpan(item * _words, _words));
        }
    }

    /// <summary>The number of items.</summary>
    public int Count { get; }

    /// <summary>Computes the distances, and the bound that tells candidates.</summary>
    /// <param name="vector">The user's vector, of which the signs count.</param>
    /// <param name="seen">The user's items, ascending, which are no candidates.</param>
    /// <param name="candidates">The number of candidates.</param>
    /// <param name="distances">Receives the number of bits in which each item's code differs: [items].</param>
    /// <returns>Every unseen item at a smaller distance than Bound is a candidate, and so are the first AtBound unseen items at Bound.</returns>
    public (int Bound, int AtBound) Measure(ReadOnlySpan<float> vector, ReadOnlySpan<int> seen, int candidates, Span<int> distances)
    {
        Span<ulong> code = stackalloc ulong[_words];
        Encode(vector, code);
        var counts = ArrayPool<int>.Shared.Rent(_bits + 1);
        counts.AsSpan(0, _bits + 1).Clear();
        for (int item = 0; item < Count; item++)
        {
            int distance = 0;
            for (int word = 0; word < _words; word++)
            {
                distance += BitOperations.PopCount(code[word] ^ _codes[item * _words + word]);
            }

            distances[item] = distance;
            counts[distance]++;
        }

        foreach (int item in seen)
        {
            counts[distances[item]]--;
        }

        int bound = 0;
        int left = candidates;
        while (bound < _bits && counts[bound] < left)
        {
            left -= counts[bound++];
        }

        ArrayPool<int>.Shared.Return(counts);
        return (bound, left);
    }

    /// <summary>Lists the candidates, ascending.</summary>
    /// <param name="vector">The user's vector, of which the signs count.</param>
    /// <param name="seen">The user's items, ascending, which are no candidates.</param>
    /// <param name="candidates">Receives the candidates; its length is their number.</param>
    /// <returns>The number of candidates found: as many as asked for while there are unseen items.</returns>
    public int Find(ReadOnlySpan<float> vector, ReadOnlySpan<int> seen, Span<int> candidates)
    {
        var distances = ArrayPool<int>.Shared.Rent(Count);
        var (bound, atBound) = Measure(vector, seen, candidates.Length, distances);
        int count = 0;
        for (int item = 0; item < Count; item++)
        {
            if (distances[item] <= bound && seen.BinarySearch(item) < 0 && (distances[item] < bound || atBound-- > 0))
            {
                candidates[count++] = item;
            }
        }

        ArrayPool<int>.Shared.Return(distances);
        return count;
    }

    private static void Encode(ReadOnlySpan<float> vector, Span<ulong> code)
    {
        code.Clear();
        for (int bit = 0; bit < vector.Length; bit++)
        {
            code[bit / 64] |= (vector[bit] > 0 ? 1UL : 0UL) << (bit % 64);
        }
    }
}
