namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class N2vScdnnrTrainerTests
{
    [Fact]
    public void The_weight_of_two_clusters_is_their_number_of_interactions()
    {
        // Users 0 and 1 are in cluster 0, user 2 in cluster 1; items 0 and 1 in cluster 0, item 2 in cluster 1.
        var interactions = InteractionMatrix.FromPairs([0, 0, 1, 2], [0, 2, 2, 1], 3, 3);
        var users = new ClusteringIndex(CreateSpace([0, 0, 1]), [0, 1]);
        var items = new ClusteringIndex(CreateSpace([0, 0, 1]), [0, 1]);

        var weights = new ClusterWeights(interactions, users, items);

        Assert.Equal([1, 2], [weights[0, 0], weights[0, 1]]);
        Assert.Equal([1, 0], [weights[1, 0], weights[1, 1]]);
        Assert.Equal([1, 0], weights.GetStrongest(0));
        Assert.Equal([0, 1], weights.GetStrongest(1));
    }

    [Fact]
    public void The_items_of_the_candidate_clusters_come_first()
    {
        var options = new N2vScdnnrTrainer.Options { Dimension = 8, MaximumEpochs = 3, UserClusters = 3, ItemClusters = 5, CandidateClusters = 2 };
        var space = new N2vScdnnrTrainer(options).Train(Blocks.CreateContext(validate: false)).Space;
        var scores = new float[Blocks.Items];
        int start = options.Dimension + 1;
        for (int user = 0; user < Blocks.Users; user++)
        {
            var candidates = space.GetUserVector(user)[start..].ToArray();
            Assert.Equal(2, candidates.Count(entry => entry > 0));
            space.ScoreAll(space.View(Blocks.Train, user), scores);
            var isCandidate = Enumerable.Range(0, Blocks.Items).ToLookup(item => candidates[space.GetItemVector(item)[start..].IndexOfAnyExcept(0f)] > 0, item => scores[item]);
            Assert.True(isCandidate[true].Min() > isCandidate[false].DefaultIfEmpty(float.NegativeInfinity).Max());
        }
    }

    private static VectorSpace CreateSpace(float[] vectors) => new("test", 1, vectors, vectors, VectorSimilarity.Product);
}
