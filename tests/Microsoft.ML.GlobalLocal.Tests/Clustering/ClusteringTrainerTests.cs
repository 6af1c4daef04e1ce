using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class ClusteringTrainerTests
{
    [Fact]
    public void Separate_groups_are_found()
    {
        // 60 items in 3 groups, 100 apart, each within 1 of its middle.
        var random = new Random(1);
        var items = Enumerable.Range(0, 60).SelectMany(item => new[] { item % 3 * 100 + random.NextSingle(), random.NextSingle() }).ToArray();
        var index = ClusteringTrainer.Train(Space(2, items), 3, seed: 1);
        Assert.Equal(3, index.ClusterCount);
        Assert.All(Enumerable.Range(0, 60), item => Assert.Equal(index.GetCluster(item % 3), index.GetCluster(item)));
        Assert.Equal(3, new[] { 0, 1, 2 }.Select(index.GetCluster).Distinct().Count());
    }

    [Fact]
    public void One_cluster_is_the_mean()
    {
        var index = ClusteringTrainer.Train(Space(1, [1, 2, 3, 6]), 1, seed: 1);
        Assert.Equal(3, index.GetCentroid(0)[0], 1e-5f);
        Assert.Equal([0, 1, 2, 3], index.GetItems(0).ToArray());
    }

    [Fact]
    public void A_repeated_vector_counts_once()
    {
        var index = ClusteringTrainer.Train(Space(1, [0, 0, 0, 4]), 1, seed: 1);
        Assert.Equal(2, index.GetCentroid(0)[0], 1e-5f);
    }

    [Fact]
    public void Fewer_distinct_vectors_than_clusters_leave_empty_clusters()
    {
        var index = ClusteringTrainer.Train(Space(2, [1, 0, 1, 0, 0, 1, 1, 0]), 3, seed: 1);
        Assert.Equal(3, index.ClusterCount);
        Assert.Equal([0, 1, 3], index.GetItems(0).ToArray());
        Assert.Equal([2], index.GetItems(1).ToArray());
        Assert.Empty(index.GetItems(2).ToArray());
    }

    [Fact]
    public void As_many_clusters_as_items_puts_each_in_its_own()
    {
        var index = ClusteringTrainer.Train(Space(1, [5, 3, 9]), 3, seed: 1);
        Assert.Equal(3, Enumerable.Range(0, 3).Select(index.GetCluster).Distinct().Count());
    }

    [Fact]
    public void Any_vectors_give_every_item_its_nearest_of_m_finite_centroids() => Gen.Select(
        Gen.OneOf(Gen.Const(0f), Gen.Const(-0f), Gen.Const(1e-8f), Gen.Const(1f), Gen.Float[-1, 1]).Array[2, 60].Select(values => values[..(values.Length / 2 * 2)]),
        Gen.Int[1, 30]).Sample((items, asked) =>
    {
        var space = Space(2, items);
        int clusters = Math.Min(asked, space.ItemCount);
        var index = ClusteringTrainer.Train(space, clusters, seed: 1);
        Assert.Equal(clusters, index.ClusterCount);
        Assert.Equal(space.ItemCount, Enumerable.Range(0, clusters).Sum(cluster => index.GetItems(cluster).Length));
    }, iter: 40);

    [Fact]
    public void Same_seed_gives_the_same_bytes()
    {
        var random = new Random(1);
        var space = Space(8, [.. Enumerable.Range(0, 8 * 500).Select(_ => random.NextSingle())]);
        var first = ClusteringTrainer.Train(space, null, seed: 4);
        Assert.Equal(22, first.ClusterCount);
        Assert.Equal(first.Centroids, ClusteringTrainer.Train(space, null, seed: 4).Centroids);
        Assert.NotEqual(first.Centroids, ClusteringTrainer.Train(space, null, seed: 5).Centroids);
    }

    [Fact]
    public void More_clusters_than_items_are_refused()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => ClusteringTrainer.Train(Space(1, [1, 2]), 3, seed: 1));
        Assert.Contains("number of items, 2", error.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusteringTrainer.Train(Space(1, [1, 2]), 0, seed: 1));
    }

    [Fact]
    public void A_cancelled_training_stops() => Assert.ThrowsAny<OperationCanceledException>(() =>
        ClusteringTrainer.Train(Space(1, [1, 2]), 1, seed: 1, new CancellationToken(canceled: true)));

    [Fact]
    public void Items_are_assigned_by_no_more_threads_than_given()
    {
        var random = new Random(1);
        var space = Space(8, [.. Enumerable.Range(0, 8 * 5000).Select(_ => random.NextSingle())]);
        var scheduler = new CallersThread();
        var index = ClusteringTrainer.Train(space, 20, seed: 1, new ParallelOptions { MaxDegreeOfParallelism = 1, TaskScheduler = scheduler });
        Assert.True(scheduler.HasRun);
        Assert.Equal(Enumerable.Range(0, 5000).Select(ClusteringTrainer.Train(space, 20, seed: 1).GetCluster), Enumerable.Range(0, 5000).Select(index.GetCluster));
    }

    private static VectorSpace Space(int dimension, float[] items) =>
        new("GD", dimension, new float[dimension], items, VectorSimilarity.NegativeDistance);

    /// <summary>Runs nothing on threads of its own.</summary>
    private sealed class CallersThread : TaskScheduler
    {
        public bool HasRun { get; private set; }

        protected override IEnumerable<Task> GetScheduledTasks() => [];

        protected override void QueueTask(Task task) => Assert.Fail("Another thread was asked for.");

        protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => HasRun = TryExecuteTask(task);
    }
}
