namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the space Popularity, the baseline that every other must beat: the score of an item is the share of the users that interacted with it.
/// </summary>
/// <remarks>It makes a <see cref="VectorSpace"/> with d = 1 and has nothing to choose.</remarks>
public sealed class PopularityTrainer : SpaceTrainer
{
    /// <inheritdoc/>
    public override string Name => "Popularity";

    /// <inheritdoc/>
    public override TrainedSpace Train(SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CancellationToken.ThrowIfCancellationRequested();
        var interactions = context.Interactions;
        var items = new float[interactions.ItemCount];
        var foldingWeights = new float[interactions.ItemCount];
        for (int item = 0; item < items.Length; item++)
        {
            items[item] = interactions.Transposed.GetCount(item) / (float)interactions.UserCount;

            // The mean over the user's items of 1: every user with items gets the vector 1.
            foldingWeights[item] = items[item] > 0 ? 1 / items[item] : 0;
        }

        var folding = new WeightedSumFolding(foldingWeights, countExponent: -1);
        return new TrainedSpace(new VectorSpace(Name, 1, folding.FoldAll(items, interactions, context.Parallelism), items, VectorSimilarity.Product, folding), this);
    }
}
