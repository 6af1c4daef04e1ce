namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The user-item pair of a cursor's current row, as an attention model sees it. The user is prepared anew only where it differs from that of the
/// row before; a row allocates nothing.
/// </summary>
internal sealed class PairState
{
    private readonly AttentionModel _model;
    private readonly InteractionMatrix _interactions;
    private readonly Func<int> _readUser;
    private readonly Func<int> _readItem;
    private readonly UserQuery _query;

    public PairState(AttentionModel model, InteractionMatrix interactions, DataViewRow row, DataViewSchema.Column user, DataViewSchema.Column item)
    {
        _model = model;
        _interactions = interactions;
        _readUser = KeyColumn.CreateReader(row, user);
        _readItem = KeyColumn.CreateReader(row, item);
        _query = model.CreateQuery();
    }

    /// <summary>The added columns: Score, AttentionWeights and, where asked for, the blended vectors.</summary>
    public static IRowMapping CreateMapping(AttentionModel model, InteractionMatrix interactions, DataViewSchema.Column user, DataViewSchema.Column item, bool blendedVectors)
    {
        int[] inputs = [user.Index, item.Index];
        int dimension = model.Spaces[0].Dimension;
        OutputColumn<PairState>[] outputs =
        [
            OutputColumn<PairState>.Scalar(AttentionTransformer.ScoreColumnName, inputs, state => state.GetScore),
            OutputColumn<PairState>.Vector(AttentionTransformer.AttentionWeightsColumnName, model.Spaces.Count, inputs, state => state.FillWeights, model.Spaces.Select(space => space.Name)),
        ];
        if (blendedVectors)
        {
            outputs =
            [
                .. outputs,
                OutputColumn<PairState>.Vector(AttentionTransformer.BlendedUserColumnName, dimension, inputs, state => state.CreateBlend(user: true)),
                OutputColumn<PairState>.Vector(AttentionTransformer.BlendedItemColumnName, dimension, inputs, state => state.CreateBlend(user: false)),
            ];
        }

        return new RowMapping<PairState>(row => new PairState(model, interactions, row, user, item), outputs);
    }

    private void GetScore(ref float score)
    {
        score = float.NaN;
        if (TryPrepare(out int item))
        {
            _model.Score(_query, [item], new Span<float>(ref score));
        }
    }

    private void FillWeights(Span<float> weights)
    {
        weights.Fill(float.NaN);
        if (TryPrepare(out int item))
        {
            _model.GetWeights(_query, item, weights);
        }
    }

    private SpanFill CreateBlend(bool user)
    {
        var other = new float[_model.Spaces[0].Dimension];
        return vector =>
        {
            vector.Fill(float.NaN);
            if (TryPrepare(out int item))
            {
                _model.BlendVectors(_query, item, user ? vector : other, user ? other : vector);
            }
        };
    }

    private bool TryPrepare(out int item)
    {
        int user = _readUser();
        item = _readItem();
        if (user < 0 || item < 0)
        {
            return false;
        }

        if (user != _query.User)
        {
            _model.Prepare(_query, _interactions, user);
        }

        return true;
    }
}
