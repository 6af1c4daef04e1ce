namespace Microsoft.ML.GlobalLocal;

public sealed partial class GlobalLocalTrainer
{
    /// <summary>The options of <see cref="GlobalLocalTrainer"/>.</summary>
    public sealed class Options
    {
        /// <summary>The default of <see cref="TopN"/>.</summary>
        public const int DefaultTopN = 10;

        /// <summary>The column of user keys.</summary>
        /// <value>Default <c>User</c>.</value>
        public string UserColumnName = InteractionColumns.DefaultUser;

        /// <summary>The column of item keys.</summary>
        /// <value>Default <c>Item</c>.</value>
        public string ItemColumnName = InteractionColumns.DefaultItem;

        /// <summary>What the options below are where they are not set.</summary>
        /// <value>Default <see cref="GlobalLocalPreset.Default"/>.</value>
        public GlobalLocalPreset Preset;

        /// <summary>The trainers of the spaces, each with a name of its own, the local ones behind the global ones that they stand on.</summary>
        /// <value>Default: the preset's.</value>
        public IReadOnlyList<SpaceTrainer>? Spaces;

        /// <summary>The options of attention trained by ranking; not together with <see cref="TripletAttention"/>.</summary>
        /// <value>Default: none; the preset says how the attention is trained.</value>
        public AttentionOptions? Attention;

        /// <summary>
        /// The options of attention trained by triplets, the paper's way; not together with <see cref="Attention"/>. Where it reads or blends
        /// representations, the spaces keep the vectors of nine tenths of every user's interactions, to which the attention belongs.
        /// </summary>
        /// <value>Default: none; the preset says how the attention is trained.</value>
        public AttentionTrainer.Options? TripletAttention;

        /// <summary>The length N of the lists by which all is judged on what is held out, at least 1.</summary>
        /// <value>Default 10.</value>
        public int TopN = DefaultTopN;

        /// <summary>The number M of clusters of the index, from 1 to the number of items.</summary>
        /// <value>Default: the rounded square root of the number of items.</value>
        public int? Clusters;

        /// <summary>The number K of clusters that a search visits, from 1 to M; M is an exhaustive search.</summary>
        /// <value>Default: M; 2, or M where it is smaller, with <see cref="GlobalLocalPreset.Paper2021"/>.</value>
        public int? SearchedClusters;

        /// <summary>
        /// The share of the items of the exhaustive lists that a search of the index shall find, above 0 and up to 1. It is measured on a sample of
        /// users when the index is made, and the smallest number K of clusters that reaches it is taken; M too, and the space of the index, where they are
        /// not set. What was measured is in the log and in <see cref="GlobalLocalModel.IndexRecall"/>. Not together with <see cref="SearchedClusters"/>.
        /// </summary>
        /// <value>Default: none; K is <see cref="SearchedClusters"/>.</value>
        public double? TargetRecall;

        /// <summary>The name of the space whose items the index clusters. Where the attention turns that space off, another is taken; a warning says so.</summary>
        /// <value>Default: the first space of vectors, such as GW; with <see cref="GlobalLocalPreset.Paper2021"/> it is GD.</value>
        public string? IndexSpace;

        /// <summary>The number of threads, at least 1; the result does not depend on it.</summary>
        /// <value>Default: one per core.</value>
        public int? Threads;

        /// <summary>Receives reports of progress.</summary>
        /// <value>Default: none.</value>
        public IProgress<TrainingProgress>? Progress;

        /// <summary>Stops the training.</summary>
        public CancellationToken CancellationToken;
    }
}
