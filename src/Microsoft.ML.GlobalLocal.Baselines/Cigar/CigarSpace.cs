using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The space of CIGAR: the items whose binary codes are nearest to the user's are candidates, and ranked by the product of real vectors; all others come behind
/// them, by the distance of their codes. A vector is the real one and, behind it, the one whose signs are the code.
/// </summary>
internal sealed class CigarSpace : ScoringSpace, ISavedSpace<CigarSpace>
{
    private readonly HammingCandidates _codes;
    private readonly int _realDimension;
    private readonly int _candidates;

    /// <summary>Makes the space.</summary>
    /// <param name="tables">The vectors.</param>
    /// <param name="realDimension">The length of the real vectors.</param>
    /// <param name="candidates">The number of candidates, at least 1.</param>
    public CigarSpace(SpaceTables tables, int realDimension, int candidates)
        : base(tables)
    {
        _realDimension = realDimension;
        _candidates = candidates;
        _codes = new HammingCandidates(tables.ItemVectors, Dimension, realDimension);
    }

    /// <inheritdoc/>
    public static CigarSpace Read(ModelReader reader, SpaceTables tables) => new(tables, reader.ReadInt32(1, tables.Dimension - 1), reader.ReadInt32(1, int.MaxValue));

    internal override bool ScoresAllTogether => true;

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        var distances = ArrayPool<int>.Shared.Rent(ItemCount);
        var (bound, atBound) = _codes.Measure(user.Vector[_realDimension..], user.Items, _candidates, distances);
        var real = user.Vector[.._realDimension];
        float lowest = 0;
        int seen = 0;
        for (int item = 0; item < ItemCount; item++)
        {
            bool isSeen = seen < user.Items.Length && user.Items[seen] == item;
            seen += isSeen ? 1 : 0;
            if (isSeen || distances[item] < bound || (distances[item] == bound && atBound-- > 0))
            {
                scores[item] = TensorPrimitives.Dot(real, GetItemVector(item)[.._realDimension]);
                lowest = Math.Min(lowest, scores[item]);
                distances[item] = -1;
            }
        }

        for (int item = 0; item < ItemCount; item++)
        {
            if (distances[item] >= 0)
            {
                scores[item] = lowest - 1 - distances[item];
            }
        }

        ArrayPool<int>.Shared.Return(distances);
    }

    /// <inheritdoc/>
    protected internal override void WriteContent(ModelWriter writer)
    {
        writer.Write(_realDimension);
        writer.Write(_candidates);
    }
}
