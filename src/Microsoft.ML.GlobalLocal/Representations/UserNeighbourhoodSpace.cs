using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A space in which the users most like a user vote for items: the score of an item is the share of the votes of those neighbours that have it. A user is
/// known by its items alone, so a new user is scored as a training user is. Its vectors, which the index and the attention over representations
/// read, are the leading spectral part of the votes of all users.
/// </summary>
public sealed class UserNeighbourhoodSpace : ScoringSpace, ISavedSpace<UserNeighbourhoodSpace>
{
    private readonly float[] _itemWeights;
    private readonly float[] _userWeights;
    private readonly float[] _voteScales;

    /// <summary>Makes a space.</summary>
    /// <param name="tables">The name, the vectors and the folding. The vectors are not copied.</param>
    /// <param name="interactions">The items of the users that may vote.</param>
    /// <param name="similarity">How users are compared, and how they vote.</param>
    /// <exception cref="ArgumentException">A table does not hold whole vectors, an entry is not finite, or the interactions are of other users or items.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number of the similarity is out of its range.</exception>
    public UserNeighbourhoodSpace(SpaceTables tables, InteractionMatrix interactions, UserSimilarity similarity)
        : base(tables)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        ArgumentNullException.ThrowIfNull(similarity);
        interactions.CheckFits(UserCount, ItemCount, $"Space '{Name}'");
        similarity.Check();
        Interactions = interactions;
        UserSimilarity = similarity;
        _itemWeights = ScaledGram.GetPowers(interactions.Transposed, -similarity.ItemExponent);
        _userWeights = ScaledGram.GetPowers(interactions, -similarity.UserExponent);
        _voteScales = ScaledGram.GetPowers(interactions.Transposed, similarity.PopularityExponent);
    }

    /// <summary>The items of the users that may vote.</summary>
    public InteractionMatrix Interactions { get; }

    /// <summary>How users are compared, and how they vote.</summary>
    public UserSimilarity UserSimilarity { get; }

    internal override bool ScoresAllTogether => true;

    /// <summary>What an item that two users have in common adds to their similarity: [items].</summary>
    internal ReadOnlySpan<float> ItemWeights => _itemWeights;

    /// <summary>What the similarity to a user is multiplied with: [users].</summary>
    internal ReadOnlySpan<float> UserWeights => _userWeights;

    /// <summary>What the votes for an item are multiplied with: [items].</summary>
    internal ReadOnlySpan<float> VoteScales => _voteScales;

    /// <inheritdoc/>
    public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

    /// <inheritdoc/>
    public override void ScoreAll(UserView user, Span<float> scores)
    {
        scores = scores[..ItemCount];
        scores.Clear();
        int most = Math.Min(UserSimilarity.Neighbours, UserCount);
        var similarities = ArrayPool<float>.Shared.Rent(UserCount);
        var neighbours = ArrayPool<int>.Shared.Rent(most);
        var votes = ArrayPool<float>.Shared.Rent(most);
        ComputeSimilarities(user.Items, similarities.AsSpan(0, UserCount));
        var selector = new TopNSelector(neighbours.AsSpan(0, most), votes.AsSpan(0, most));
        selector.AddRange(0, similarities.AsSpan(0, UserCount));
        Vote(user.Items, neighbours.AsSpan(0, selector.Count), votes.AsSpan(0, selector.Count), scores);
        ArrayPool<float>.Shared.Return(similarities);
        ArrayPool<int>.Shared.Return(neighbours);
        ArrayPool<float>.Shared.Return(votes);
    }

    /// <inheritdoc/>
    protected internal override void WriteContent(ModelWriter writer)
    {
        // *** Binary format ***
        // int[users + 1]: row starts
        // int[]: items
        // float: item exponent, user exponent, similarity exponent, popularity exponent
        // int: neighbours
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteArray(Interactions.RowStarts);
        writer.WriteArray(Interactions.Items);
        writer.Write(UserSimilarity.ItemExponent);
        writer.Write(UserSimilarity.UserExponent);
        writer.Write(UserSimilarity.SimilarityExponent);
        writer.Write(UserSimilarity.PopularityExponent);
        writer.Write(UserSimilarity.Neighbours);
    }

    /// <inheritdoc/>
    public static UserNeighbourhoodSpace Read(ModelReader reader, SpaceTables tables)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(tables);
        var rowStarts = reader.ReadArray<int>(tables.UserVectors.Length / tables.Dimension + 1L);
        var items = reader.ReadArrayUpTo<int>(Array.MaxLength);
        var interactions = InteractionMatrix.FromRows(rowStarts, items, tables.ItemVectors.Length / tables.Dimension);
        return new UserNeighbourhoodSpace(tables, interactions, new UserSimilarity
        {
            ItemExponent = reader.ReadFiniteSingle(),
            UserExponent = reader.ReadFiniteSingle(),
            SimilarityExponent = reader.ReadFiniteSingle(),
            PopularityExponent = reader.ReadFiniteSingle(),
            Neighbours = reader.ReadInt32(1, int.MaxValue),
        });
    }

    private void ComputeSimilarities(ReadOnlySpan<int> ownItems, Span<float> similarities)
    {
        similarities.Clear();
        foreach (int item in ownItems)
        {
            float weight = _itemWeights[item];
            foreach (int other in Interactions.Transposed.GetItems(item))
            {
                similarities[other] += weight;
            }
        }

        TensorPrimitives.Multiply(similarities, _userWeights, similarities);
    }

    private void Vote(ReadOnlySpan<int> ownItems, ReadOnlySpan<int> neighbours, Span<float> votes, Span<float> scores)
    {
        TensorPrimitives.Pow(votes, UserSimilarity.SimilarityExponent, votes);
        float sum = 0;
        for (int n = 0; n < neighbours.Length; n++)
        {
            var items = Interactions.GetItems(neighbours[n]);

            // A user with the same items, such as the training user itself, has nothing to recommend.
            if (votes[n] > 0 && !items.SequenceEqual(ownItems))
            {
                sum += votes[n];
                foreach (int item in items)
                {
                    scores[item] += votes[n];
                }
            }
        }

        if (sum > 0)
        {
            TensorPrimitives.Multiply(scores, 1 / sum, scores);
            TensorPrimitives.Multiply(scores, _voteScales, scores);
        }
    }
}
