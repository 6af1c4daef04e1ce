using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// N2VSCDNNR: node2vec's vectors of users and items are clustered on each side; a user is recommended items of the clusters that users of its own
/// cluster interact with most.
/// </summary>
/// <remarks>
/// <para>
/// The weight of a user cluster to an item cluster is the number of interactions between them. The items of the strongest item clusters come first,
/// ranked by the log probability that skip-gram gives them of being near the user; then those of the other clusters.
/// </para>
/// <para>
/// Chen, Wu, Fan, Lin, Zheng, Yu, Xuan: N2VSCDNNR: A local recommender system based on node2vec and rich information network, IEEE Transactions on
/// Computational Social Systems 2019. Grover, Leskovec: node2vec: Scalable feature learning for networks, KDD 2016.
/// </para>
/// </remarks>
public sealed class N2vScdnnrTrainer : BaselineTrainer<N2vScdnnrTrainer.Options>
{
    private const int JudgedEpochs = 3;

    private static readonly Options[] DefaultGrid =
    [
        .. from q in new[] { 1f, 0.5f, 2f } from candidates in new[] { 8, 5, 2 } select new Options { Q = q, CandidateClusters = candidates },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: q of 1, 0.5, 2 by 8, 5, 2 candidate clusters.</summary>
    public N2vScdnnrTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public N2vScdnnrTrainer(Options options)
        : this([options])
    {
    }

    private N2vScdnnrTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            options.Check();
        }
    }

    /// <inheritdoc/>
    public override string Name => "N2VSCDNNR";

    /// <inheritdoc/>
    public override string Paper => "Chen, Wu, Fan, Lin, Zheng, Yu, Xuan: N2VSCDNNR: A local recommender system based on node2vec and rich information network, IEEE Transactions on Computational Social Systems 2019";

    /// <inheritdoc/>
    public override string? LeftOut => "Categories of users and items. Walks are over the user-item graph itself, not over the projection to each side, so that both share one space. Clusters are found by k-means, not spectral clustering on dynamic nearest neighbours, and their number is an option.";

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new N2vScdnnrTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var model = new WalkModel(context.Interactions, options, options.P, options.Q, negativesByType: false, context.Seed);
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, model.TrainEpoch, () => Export(model, context, options));
        return (space, options with { MaximumEpochs = epochs });
    }

    /// <summary>
    /// The space of the model: after the vectors there is an entry per item cluster, which for an item says whether it is in it, and for a user
    /// whether it is one of its candidates, large enough that no other difference of scores makes up for it.
    /// </summary>
    private VectorSpace Export(WalkModel model, SpaceTrainingContext context, Options options)
    {
        var interactions = context.Interactions;
        var directions = model.GetDirections();
        int split = interactions.UserCount * options.Dimension;
        var userClusters = Cluster(directions[..split], options.UserClusters);
        var itemClusters = Cluster(directions[split..], options.ItemClusters);
        int clusterCount = itemClusters.ClusterCount;
        var (users, items) = model.CreateTables(clusterCount);
        int start = options.Dimension + 1;
        int stride = start + clusterCount;
        float entry = MathF.Sqrt(2 * GetLargestNorm(users, stride) * GetLargestNorm(items, stride));
        for (int item = 0; item < interactions.ItemCount; item++)
        {
            items[item * stride + start + itemClusters.GetCluster(item)] = entry;
        }

        var weights = new ClusterWeights(interactions, userClusters, itemClusters);
        for (int user = 0; user < interactions.UserCount; user++)
        {
            foreach (int cluster in weights.GetStrongest(userClusters.GetCluster(user))[..Math.Min(options.CandidateClusters, clusterCount)])
            {
                users[user * stride + start + cluster] = entry;
            }
        }

        return new VectorSpace(Name, stride, users, items, VectorSimilarity.Product);

        ClusteringIndex Cluster(float[] vectors, int clusters)
        {
            var space = new VectorSpace(Name, options.Dimension, vectors, vectors, VectorSimilarity.Product);
            return ClusteringTrainer.Train(space, Math.Min(clusters, space.ItemCount), context.Seed, context.Parallelism);
        }
    }

    private static float GetLargestNorm(ReadOnlySpan<float> table, int stride)
    {
        float largest = 0;
        for (int start = 0; start < table.Length; start += stride)
        {
            largest = MathF.Max(largest, TensorPrimitives.Norm(table.Slice(start, stride)));
        }

        return largest;
    }

    /// <summary>The options of <see cref="N2vScdnnrTrainer"/>.</summary>
    public sealed record Options : WalkOptions
    {
        /// <summary>The return parameter p of node2vec, above 0: the larger, the rarer a walk turns back at once. Default: 1.</summary>
        public float P { get; init; } = 1;

        /// <summary>The in-out parameter q of node2vec, above 0: the larger, the nearer a walk stays to its start. Default: 1.</summary>
        public float Q { get; init; } = 1;

        /// <summary>The number of user clusters, at least 1; at most as many as there are users. Default: 20.</summary>
        public int UserClusters { get; init; } = 20;

        /// <summary>The number of item clusters, at least 1; at most as many as there are items. Default: 20.</summary>
        public int ItemClusters { get; init; } = 20;

        /// <summary>From how many item clusters, the strongest of the user's cluster, items are recommended first, at least 1. Default: 8.</summary>
        public int CandidateClusters { get; init; } = 8;

        internal void Check()
        {
            CheckWalks();
            OptionCheck.Above(P, 0, nameof(P));
            OptionCheck.Above(Q, 0, nameof(Q));
            OptionCheck.AtLeast(UserClusters, 1, nameof(UserClusters));
            OptionCheck.AtLeast(ItemClusters, 1, nameof(ItemClusters));
            OptionCheck.AtLeast(CandidateClusters, 1, nameof(CandidateClusters));
        }
    }
}
