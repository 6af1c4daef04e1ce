namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of a clustering index, with its space, in a model's stream.</summary>
internal static class ClusteringStream
{
    // *** Binary format ***
    // int: users, int: items
    // the space (SpaceStream)
    // int, float[M * dimension]: centroids
    public static void Write(ClusteringIndex index, ModelWriter writer)
    {
        writer.Write(index.Space.UserCount);
        writer.Write(index.Space.ItemCount);
        SpaceStream.Write(index.Space, writer);
        writer.WriteArray<float>(index.Centroids);
    }

    public static ClusteringIndex Read(ModelReader reader)
    {
        int users = reader.ReadInt32(1, Array.MaxLength);
        int items = reader.ReadInt32(1, Array.MaxLength);
        var space = SpaceStream.Read(reader, users, items);
        return new ClusteringIndex(space, reader.ReadArrayUpTo<float>(Array.MaxLength));
    }
}
