namespace Microsoft.ML.GlobalLocal.Tests;

public class ClusteringIndexTests
{
    private static readonly VectorSpace Space = new("S", 2, [1, 0, 0, 2], [1, 0, 0.9f, 0.1f, 0, 1, 0.1f, 0.8f, 0, 1.1f], VectorSimilarity.Product);

    [Fact]
    public void Every_item_is_in_the_list_of_its_nearest_centroid()
    {
        var index = new ClusteringIndex(Space, [1, 0, 0, 1]);
        Assert.Equal(2, index.ClusterCount);
        Assert.Equal([0, 1], index.GetItems(0).ToArray());
        Assert.Equal([2, 3, 4], index.GetItems(1).ToArray());
        Assert.Equal(1, index.GetCluster(3));
    }

    [Fact]
    public void Clusters_are_ranked_by_the_similarity_of_the_space_with_ties_by_cluster()
    {
        var index = new ClusteringIndex(Space, [1, 0, 0, 1, 1, 0]);
        var ranked = new int[3];
        index.RankClusters(Space.GetUserVector(0), ranked);
        Assert.Equal([0, 2, 1], ranked);

        var distances = new ClusteringIndex(new VectorSpace("D", 1, [0.9f], [0, 1, 3], VectorSimilarity.NegativeDistance), [3, 0, 1]);
        distances.RankClusters([0.9f], ranked);
        Assert.Equal([2, 1, 0], ranked);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Centroids_that_are_not_whole_are_refused(int length) =>
        Assert.Throws<ArgumentException>(() => new ClusteringIndex(Space, new float[length]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_index_is_read_from_every_version(int version)
    {
        var index = new ClusteringIndex(Space, [1, 0, 0, 1]);
        var stream = new MemoryStream();
        using (var writer = new ModelWriter(stream, "TEST", version))
        {
            writer.WriteArray<float>(index.Centroids);
            if (version > 1)
            {
                writer.WriteArray(index.Assignment);
            }

            writer.Complete();
        }

        stream.Position = 0;
        var read = ModelReader.Read(stream, "TEST", version: 2, oldestVersion: 1, reader => ClusteringStream.ReadClusters(Space, reader));
        Assert.Equal(index.Centroids, read.Centroids);
        Assert.Equal(index.Assignment.ToArray(), read.Assignment.ToArray());
        Assert.Equal(index.GetItems(1).ToArray(), read.GetItems(1).ToArray());
    }

    [Theory]
    [InlineData(0, 1, 2, 0, 0)]
    [InlineData(0, 1, -1, 0, 0)]
    [InlineData(0, 1, 1, 0)]
    public void Items_that_are_in_no_cluster_are_refused(params int[] assignment) =>
        Assert.Throws<ArgumentException>(() => new ClusteringIndex(Space, [1, 0, 0, 1], assignment));
}
