using System.Numerics.Tensors;
using TorchSharp;

namespace Microsoft.ML.GlobalLocal;

/// <summary>TDM: a network that tells how likely a user likes a node of a tree of the items, and a beam search that goes down the tree by it.</summary>
/// <remarks>
/// <para>
/// The items are the leaves of a balanced binary tree. A user likes a node where it has an item under it, and an item is found by way of the k best nodes of
/// each level. In training, the nodes on the path to an item of the user are positives, each at its level, and drawn nodes of the level that the user does
/// not like are negatives, more of them at deeper levels; the loss is the log loss. A node with vector e weighs the vectors v of the user's other items by the
/// softmax of their products (A e) * v and sums them to p; layers with ReLU turn p, e and p * e into the logit. The leaves' vectors are also those of the
/// user's items. The first tree is learned from singular vectors by balanced 2-means, later ones from the trained vectors of the leaves, after which the
/// network is trained on.
/// </para>
/// <para>Zhu, Li, Zhang, Li, He, Li, Gai: Learning tree-based deep model for recommender systems, KDD 2018.</para>
/// </remarks>
public sealed class TdmTrainer : BaselineTrainer<TdmTrainer.Options>
{
    private const int JudgedEpochs = 2;
    private const int Patience = 3;

    private static readonly Options[] DefaultGrid =
    [
        .. from regularization in new[] { 1e-5f, 1e-4f, 1e-6f } from beam in new[] { 400, 200 } select new Options { Regularization = regularization, Beam = beam },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: regularisations of 0.00001, 0.0001, 0.000001 by beams of 400, 200 nodes.</summary>
    public TdmTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentException">There is no hidden layer.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public TdmTrainer(Options options)
        : this([options])
    {
    }

    private TdmTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            OptionCheck.AtLeast(options.Dimension, 1, nameof(Options.Dimension));
            OptionCheck.Grid(options.HiddenLayers, 1, nameof(Options.HiddenLayers));
            OptionCheck.AtLeast(options.Beam, 1, nameof(Options.Beam));
            OptionCheck.AtLeast(options.HistoryLimit, 1, nameof(Options.HistoryLimit));
            OptionCheck.AtLeast(options.Negatives, 1, nameof(Options.Negatives));
            OptionCheck.Above(options.LearningRate, 0, nameof(Options.LearningRate));
            OptionCheck.AtLeast(options.Regularization, 0, nameof(Options.Regularization));
            OptionCheck.AtLeast(options.BatchSize, 1, nameof(Options.BatchSize));
            OptionCheck.AtLeast(options.LearnedTrees, 0, nameof(Options.LearnedTrees));
            OptionCheck.AtLeast(options.EpochsPerTree, 1, nameof(Options.EpochsPerTree));
            OptionCheck.AtLeast(options.MaximumEpochs, 1, nameof(Options.MaximumEpochs));
        }
    }

    /// <inheritdoc/>
    public override string Name => "TDM";

    /// <inheritdoc/>
    public override string Paper => "Zhu, Li, Zhang, Li, He, Li, Gai: Learning tree-based deep model for recommender systems, KDD 2018";

    /// <inheritdoc/>
    public override string? LeftOut => "Categories and times, which there are none of: the first tree is learned from singular vectors instead, with which the items also start, and one attention spans all of a user's other items instead of windows of time. Its weights are a softmax of bilinear products, not a small network's; ReLU in place of PReLU. After a tree is learned again the network is trained on, not anew. Levels with no more nodes than the beam is wide are neither trained nor scored. Nodes all of whose items the user has take no place in the beam. In training the attention reads some of the user's other items, drawn anew; in a prediction all.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions) => TripletObstacle.Find(interactions);

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new TdmTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        using var scope = torch.NewDisposeScope();
        var random = new Random(context.Seed);
        var vectors = CreateVectors(context, options.Dimension, random);
        var tree = BalancedTwoMeans.LearnTree(vectors, options.Dimension, context.Seed, context.CancellationToken);
        using var network = new TdmNetwork(tree, vectors, options, random, device);
        for (int n = 0; n < options.LearnedTrees; n++)
        {
            var first = CreateBatches();
            for (int epoch = 0; epoch < options.EpochsPerTree; epoch++)
            {
                TrainEpoch(first);
            }

            tree = BalancedTwoMeans.LearnTree(network.GetItemVectors(), options.Dimension, context.Seed, context.CancellationToken);
            network.Replant(tree);
        }

        var batches = CreateBatches();
        var (space, epochs) = EarlyStopping.Run(context, Name, options.MaximumEpochs, JudgedEpochs, () => TrainEpoch(batches), () => network.Export(Name, context), Patience);
        return (space, options with { MaximumEpochs = epochs });

        TdmBatches CreateBatches() => new(context.Interactions, NodeLevel.Create(tree, context.Interactions, options.Beam, options.Negatives), options, random.Next());

        void TrainEpoch(TdmBatches batches)
        {
            batches.Start();
            while (batches.MoveNext())
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                network.Train(batches);
            }
        }
    }

    /// <summary>Singular vectors of a mean square length of 1, with some noise that tells items of the same users apart.</summary>
    private static float[] CreateVectors(SpaceTrainingContext context, int dimension, Random random)
    {
        const float Noise = 0.1f;
        var spectral = new SpectralTrainer(new() { Dimensions = [dimension] }).Train(context with { Validation = null, OtherRounds = [] }).Space;
        int items = context.Interactions.ItemCount;
        var vectors = VectorTable.Create(items, dimension);
        for (int item = 0; item < items; item++)
        {
            spectral.GetItemVector(item).CopyTo(vectors.AsSpan(item * dimension, dimension));
        }

        TensorPrimitives.Multiply(vectors, MathF.Sqrt(items) / TensorPrimitives.Norm<float>(vectors), vectors);
        for (int n = 0; n < vectors.Length; n++)
        {
            vectors[n] += Noise * (2 * random.NextSingle() - 1) / MathF.Sqrt(dimension);
        }

        return vectors;
    }

    /// <summary>The options of <see cref="TdmTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length of the vectors, at least 1. Default: 24.</summary>
        public int Dimension { get; init; } = 24;

        /// <summary>The sizes of the hidden layers, each at least 1; at least one layer. Default: 32, 16.</summary>
        public IReadOnlyList<int> HiddenLayers { get; init; } = [32, 16];

        /// <summary>The number k of nodes that the search keeps of a level, at least 1. Default: 400.</summary>
        public int Beam { get; init; } = 400;

        /// <summary>The most other items of the user that are drawn for an interaction in training, at least 1; a prediction reads all. Default: 20.</summary>
        public int HistoryLimit { get; init; } = 20;

        /// <summary>The nodes drawn for each interaction and epoch at the last level, at least 1; fewer at those above it. Default: 6.</summary>
        public int Negatives { get; init; } = 6;

        /// <summary>The learning rate of Adam, above 0. Default: 0.005.</summary>
        public float LearningRate { get; init; } = 5e-3f;

        /// <summary>The L2 regularisation, at least 0. Default: 0.00001.</summary>
        public float Regularization { get; init; } = 1e-5f;

        /// <summary>The interactions of a batch, at least 1. Default: 512.</summary>
        public int BatchSize { get; init; } = 512;

        /// <summary>How often the tree is learned from trained vectors, at least 0. Default: 1.</summary>
        public int LearnedTrees { get; init; } = 1;

        /// <summary>The epochs on each tree but the last, at least 1. Default: 3.</summary>
        public int EpochsPerTree { get; init; } = 3;

        /// <summary>The most epochs on the last tree, at least 1; with held-out interactions training stops earlier where it does not get better. Default: 30.</summary>
        public int MaximumEpochs { get; init; } = 30;

        /// <inheritdoc/>
        public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Options {{ Dimension = {Dimension}, HiddenLayers = {string.Join('-', HiddenLayers)}, Beam = {Beam}, HistoryLimit = {HistoryLimit}, Negatives = {Negatives}, LearningRate = {LearningRate}, Regularization = {Regularization}, BatchSize = {BatchSize}, LearnedTrees = {LearnedTrees}, EpochsPerTree = {EpochsPerTree}, MaximumEpochs = {MaximumEpochs} }}");
    }
}
