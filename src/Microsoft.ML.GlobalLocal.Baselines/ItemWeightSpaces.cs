namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes spaces of item-to-item weights. Their vectors, which only <see cref="Recommender.SimilarItems"/> and an index read, are spectral.</summary>
internal static class ItemWeightSpaces
{
    private const int Dimension = 32;

    /// <summary>Makes a space of sparse weights.</summary>
    /// <param name="name">The name of the space.</param>
    /// <param name="weights">The weights from each item to its neighbours.</param>
    /// <param name="context">The run that the weights come from.</param>
    public static NeighbourhoodSpace Create(string name, NeighbourWeights weights, SpaceTrainingContext context)
    {
        var tables = CreateTables(name, context);
        return new NeighbourhoodSpace(name, weights, tables.Dimension, tables.UserVectors, tables.ItemVectors, tables.Folding);
    }

    /// <summary>Makes the vectors alone, for a space whose weights are held otherwise.</summary>
    /// <param name="name">The name of the space.</param>
    /// <param name="context">The run that the weights come from.</param>
    public static SpaceTables CreateTables(string name, SpaceTrainingContext context)
    {
        var spectral = new SpectralTrainer(new() { Dimensions = [Dimension] });
        var space = spectral.Train(context with { Validation = null, OtherRounds = [], Progress = null }).Space;
        return new SpaceTables(name, space.Dimension, space.UserTable, space.ItemTable, space.Folding);
    }
}
