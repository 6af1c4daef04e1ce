namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes and reads the content of a clustering index, with its space, in a model's stream.</summary>
internal static class ClusteringStream
{
    // *** Binary format ***
    // int: users, int: items
    // the space (SpaceStream)
    // int, float[M * dimension]: centroids
    // from version 2 on: int, int[items]: the items' clusters
    public static void Write(ClusteringIndex index, ModelWriter writer)
    {
        writer.Write(index.Space.UserCount);
        writer.Write(index.Space.ItemCount);
        SpaceStream.Write(index.Space, writer);
        WriteClusters(index, writer);
    }

    public static ClusteringIndex Read(ModelReader reader)
    {
        int users = reader.ReadInt32(1, Array.MaxLength);
        int items = reader.ReadInt32(1, Array.MaxLength);
        var space = SpaceStream.Read(reader, users, items);
        return ReadClusters(space, reader);
    }

    /// <summary>Writes the centroids and the items' clusters alone, where the space is written elsewhere.</summary>
    public static void WriteClusters(ClusteringIndex index, ModelWriter writer)
    {
        writer.WriteArray<float>(index.Centroids);
        writer.WriteArray(index.Assignment);
    }

    /// <summary>Reads what <see cref="WriteClusters"/> wrote; a stream of version 1 has no items' clusters, which are then found again.</summary>
    public static ClusteringIndex ReadClusters(RepresentationSpace space, ModelReader reader)
    {
        var centroids = reader.ReadArrayUpTo<float>(Array.MaxLength);
        return reader.Version == 1
            ? new ClusteringIndex(space, centroids)
            : new ClusteringIndex(space, centroids, reader.ReadArray<int>(space.ItemCount));
    }
}
