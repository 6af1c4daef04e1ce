namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of a space in a model's stream.</summary>
internal static class SpaceStream
{
    private const int VectorKind = 0;
    private const int NeighbourhoodKind = 1;
    private const int MeanKind = 0;
    private const int WeightedSumKind = 1;
    private const int LeastSquaresKind = 2;

    // *** Binary format ***
    // string: name
    // int: dimension
    // int, float[users * dimension]: user vectors
    // int, float[items * dimension]: item vectors
    // int: kind of space
    //   vectors: int similarity
    //   neighbourhood: int[items + 1] row starts, int[] neighbours, float[] weights
    // int: kind of folding
    //   mean: int normalize (0 or 1)
    //   weighted sum: float[items] weights, float exponent
    //   least squares: float unobserved weight, float regularization, float exponent
    public static void Write(RepresentationSpace space, ModelWriter writer)
    {
        writer.Write(space.Name);
        writer.Write(space.Dimension);
        writer.WriteArray<float>(space.UserTable);
        writer.WriteArray<float>(space.ItemTable);
        switch (space)
        {
            case NeighbourhoodSpace neighbourhood:
                writer.Write(NeighbourhoodKind);
                writer.WriteArray(neighbourhood.Weights.RowStarts);
                writer.WriteArray(neighbourhood.Weights.Neighbours);
                writer.WriteArray(neighbourhood.Weights.Weights);
                break;
            default:
                writer.Write(VectorKind);
                writer.Write((int)space.Similarity);
                break;
        }

        switch (space.Folding)
        {
            case LeastSquaresFolding leastSquares:
                writer.Write(LeastSquaresKind);
                writer.Write(leastSquares.UnobservedWeight);
                writer.Write(leastSquares.Regularization);
                writer.Write(leastSquares.RegularizationExponent);
                break;
            case WeightedSumFolding weightedSum:
                writer.Write(WeightedSumKind);
                writer.WriteArray<float>(weightedSum.ItemWeights);
                writer.Write(weightedSum.CountExponent);
                break;
            default:
                writer.Write(MeanKind);
                writer.Write(((MeanFolding)space.Folding).Normalize ? 1 : 0);
                break;
        }
    }

    public static RepresentationSpace Read(ModelReader reader, int userCount, int itemCount)
    {
        string name = reader.ReadString();
        int dimension = reader.ReadInt32(1, int.MaxValue);
        var users = reader.ReadArray<float>((long)userCount * dimension);
        var items = reader.ReadArray<float>((long)itemCount * dimension);
        NeighbourWeights? weights = null;
        var similarity = VectorSimilarity.Product;
        if (reader.ReadInt32(VectorKind, NeighbourhoodKind) == NeighbourhoodKind)
        {
            var starts = reader.ReadArray<int>(itemCount + 1L);
            var neighbours = reader.ReadArrayUpTo<int>(Array.MaxLength);
            weights = new NeighbourWeights(starts, neighbours, reader.ReadArray<float>(neighbours.Length));
        }
        else
        {
            similarity = (VectorSimilarity)reader.ReadInt32((int)VectorSimilarity.Product, (int)VectorSimilarity.NegativeDistance);
        }

        var folding = ReadFolding(reader, itemCount);
        return weights is null
            ? new VectorSpace(name, dimension, users, items, similarity, folding)
            : new NeighbourhoodSpace(name, weights, dimension, users, items, folding);
    }

    private static UserFolding ReadFolding(ModelReader reader, int itemCount) => reader.ReadInt32(MeanKind, LeastSquaresKind) switch
    {
        MeanKind => new MeanFolding(reader.ReadInt32(0, 1) == 1),
        WeightedSumKind => new WeightedSumFolding(reader.ReadArray<float>(itemCount), reader.ReadFiniteSingle()),
        _ => new LeastSquaresFolding(reader.ReadFiniteSingle(), reader.ReadFiniteSingle(), reader.ReadFiniteSingle()),
    };
}
