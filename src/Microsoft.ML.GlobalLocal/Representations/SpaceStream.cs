namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of a space in a model's stream.</summary>
internal static class SpaceStream
{
    private const int VectorKind = 0;
    private const int NeighbourhoodKind = 1;
    private const int ScoringKind = 2;
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
    //   scoring: string class, string assembly; what the class writes comes last
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
            case ScoringSpace:
                writer.Write(ScoringKind);
                writer.Write(space.GetType().FullName!);
                writer.Write(space.GetType().Assembly.GetName().Name!);
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

        (space as ScoringSpace)?.WriteContent(writer);
    }

    public static RepresentationSpace Read(ModelReader reader, int userCount, int itemCount)
    {
        string name = reader.ReadString();
        int dimension = reader.ReadInt32(1, int.MaxValue);
        var users = reader.ReadArray<float>((long)userCount * dimension);
        var items = reader.ReadArray<float>((long)itemCount * dimension);
        switch (reader.ReadInt32(VectorKind, ScoringKind))
        {
            case NeighbourhoodKind:
                var starts = reader.ReadArray<int>(itemCount + 1L);
                var neighbours = reader.ReadArrayUpTo<int>(Array.MaxLength);
                var weights = new NeighbourWeights(starts, neighbours, reader.ReadArray<float>(neighbours.Length));
                return new NeighbourhoodSpace(name, weights, dimension, users, items, ReadFolding(reader, itemCount));
            case ScoringKind:
                var read = ScoringSpaceLoader.Find(reader.ReadString(), reader.ReadString());
                return read(reader, new SpaceTables(name, dimension, users, items, ReadFolding(reader, itemCount)));
            default:
                var similarity = (VectorSimilarity)reader.ReadInt32((int)VectorSimilarity.Product, (int)VectorSimilarity.NegativeDistance);
                return new VectorSpace(name, dimension, users, items, similarity, ReadFolding(reader, itemCount));
        }
    }

    private static UserFolding ReadFolding(ModelReader reader, int itemCount) => reader.ReadInt32(MeanKind, LeastSquaresKind) switch
    {
        MeanKind => new MeanFolding(reader.ReadInt32(0, 1) == 1),
        WeightedSumKind => new WeightedSumFolding(reader.ReadArray<float>(itemCount), reader.ReadFiniteSingle()),
        _ => new LeastSquaresFolding(reader.ReadFiniteSingle(), reader.ReadFiniteSingle(), reader.ReadFiniteSingle()),
    };
}
