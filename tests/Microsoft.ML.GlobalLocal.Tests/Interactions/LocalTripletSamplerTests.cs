using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class LocalTripletSamplerTests
{
    private const int Users = 6;
    private const int Items = 20;
    private const int Dimension = 3;

    private static readonly Gen<(InteractionMatrix Interactions, ClusteringIndex Index)> Cases =
        Gen.Select(
            Gen.Select(Gen.Int[0, Users - 1], Gen.Int[0, Items - 1]).Array[1, 80],
            Gen.Float[-1, 1].Array[Users * Dimension],
            Gen.Float[-1, 1].Array[Items * Dimension],
            Gen.Int[1, 5]).Select((pairs, users, items, clusters) =>
        {
            var interactions = InteractionMatrix.FromPairs(pairs.Select(pair => pair.Item1).ToArray(), pairs.Select(pair => pair.Item2).ToArray(), Users, Items);
            var space = new VectorSpace("GD", Dimension, users, items, VectorSimilarity.NegativeDistance);
            return (interactions, new ClusteringIndex(space, items[..(clusters * Dimension)]));
        });

    [Fact]
    public void Every_triplet_is_hard_and_within_the_candidate_clusters() => Gen.Select(Cases, Gen.Int[1, 5], Gen.Int).Sample((data, candidates, seed) =>
    {
        var (interactions, index) = data;
        int clusters = Math.Min(candidates, index.ClusterCount);
        var sampler = new LocalTripletSampler(interactions, index, clusters, seed, tripletsPerInteraction: 2);
        var triplets = new Triplet[sampler.MaximumCount];
        int count = sampler.Sample(triplets);
        int intra = 0;
        foreach (var (user, positive, negative) in triplets.AsSpan(0, count))
        {
            Assert.True(interactions.Contains(user, positive));
            Assert.False(interactions.Contains(user, negative));
            int positiveCluster = index.GetCluster(positive);
            int negativeCluster = index.GetCluster(negative);
            double DistanceToCentroid(int cluster) => Distance(index.Space.GetUserVector(user), index.GetCentroid(cluster));
            var nearest = Enumerable.Range(0, index.ClusterCount).OrderBy(DistanceToCentroid).Take(clusters).ToArray();
            Assert.Contains(positiveCluster, nearest);
            Assert.Contains(negativeCluster, nearest);
            if (positiveCluster == negativeCluster)
            {
                intra++;
                Assert.True(Distance(index.Space.GetUserVector(user), index.Space.GetItemVector(positive)) > Distance(index.Space.GetUserVector(user), index.Space.GetItemVector(negative)));
            }
            else
            {
                Assert.True(DistanceToCentroid(positiveCluster) > DistanceToCentroid(negativeCluster));
            }
        }

        Assert.Equal((intra, count - intra, sampler.MaximumCount - count), (sampler.IntraCount, sampler.InterCount, sampler.MissedCount));
    });

    [Fact]
    public void BothSetsAreDrawnFrom_AndEveryHardNegative()
    {
        var (interactions, index) = Line();
        var sampler = new LocalTripletSampler(interactions, index, candidateClusters: 2, seed: 3, tripletsPerInteraction: 100);
        var triplets = new Triplet[sampler.MaximumCount];
        int count = sampler.Sample(triplets);

        // The user at 0 has items 1 (cluster 0) and 4 (cluster 1). Harder for 1: 0. Harder for 4: 3 within its cluster, 0 and 2 in the nearer one.
        Assert.Equal([new(0, 1, 0), new(0, 4, 0), new(0, 4, 2), new(0, 4, 3)], triplets[..count].Distinct().OrderBy(triplet => (triplet.Positive, triplet.Negative)));
        Assert.InRange(sampler.InterCount, 30, 70);
    }

    [Fact]
    public void A_positive_outside_the_candidate_clusters_is_missed()
    {
        var (interactions, index) = Line();
        var sampler = new LocalTripletSampler(interactions, index, candidateClusters: 1, seed: 3);
        var triplets = new Triplet[sampler.MaximumCount];
        Assert.Equal(1, sampler.Sample(triplets));
        Assert.Equal(new Triplet(0, 1, 0), triplets[0]);
        Assert.Equal((1, 0, 1), (sampler.IntraCount, sampler.InterCount, sampler.MissedCount));
    }

    [Fact]
    public void Same_seed_gives_the_same_triplets()
    {
        var (interactions, index) = Line();
        var a = new Triplet[200];
        var b = new Triplet[200];
        new LocalTripletSampler(interactions, index, 2, seed: 5, tripletsPerInteraction: 100).Sample(a);
        new LocalTripletSampler(interactions, index, 2, seed: 5, tripletsPerInteraction: 100).Sample(b);
        Assert.Equal(a, b);
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        var (interactions, index) = Line();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LocalTripletSampler(interactions, index, 0, seed: 0));
        Assert.Contains("M = 2", Assert.Throws<ArgumentOutOfRangeException>(() => new LocalTripletSampler(interactions, index, 3, seed: 0)).Message);
        var other = InteractionMatrix.FromPairs([0], [0], 1, 2);
        Assert.Contains("2", Assert.Throws<ArgumentException>(() => new LocalTripletSampler(other, index, 1, seed: 0)).Message);
    }

    /// <summary>One user at 0, items at .1, 1, 2 (cluster 0, centred at 1) and 4, 5 (cluster 1, centred at 4.5); the user has items 1 and 4.</summary>
    private static (InteractionMatrix Interactions, ClusteringIndex Index) Line()
    {
        var space = new VectorSpace("GD", 1, [0], [.1f, 1, 2, 4, 5], VectorSimilarity.NegativeDistance);
        return (InteractionMatrix.FromPairs([0, 0], [1, 4], 1, 5), new ClusteringIndex(space, [1, 4.5f]));
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => System.Numerics.Tensors.TensorPrimitives.Distance(a, b);
}
