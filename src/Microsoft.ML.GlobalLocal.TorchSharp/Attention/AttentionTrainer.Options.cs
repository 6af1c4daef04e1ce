namespace Microsoft.ML.GlobalLocal;

public sealed partial class AttentionTrainer
{
    /// <summary>The options of <see cref="AttentionTrainer"/>; the defaults are the paper's, but for the learning rate.</summary>
    public sealed record Options
    {
        /// <summary>What the attention reads of a pair. Default: <see cref="AttentionInputs.Representations"/>.</summary>
        public AttentionInputs Inputs { get; init; } = AttentionInputs.Representations;

        /// <summary>What the weights blend. Default: <see cref="Blend.Representations"/>, for spaces of one dimension.</summary>
        public Blend Blend { get; init; } = Blend.Representations;

        /// <summary>The loss, and with it how blended vectors are compared. Default: <see cref="TripletLoss.Product"/>.</summary>
        public TripletLoss Loss { get; init; } = TripletLoss.Product;

        /// <summary>By which weights a negative is blended. Default: <see cref="NegativeAttention.Positive"/>.</summary>
        public NegativeAttention NegativeAttention { get; init; } = NegativeAttention.Positive;

        /// <summary>The sizes of the hidden layers of the networks, each at least 1; may be empty. Default: 64.</summary>
        public IReadOnlyList<int> HiddenLayers { get; init; } = [64];

        /// <summary>The length of the vectors u_r and i_r (Eq. 7), at least 1; not used for scores. Default: 32.</summary>
        public int AttentionDimension { get; init; } = 32;

        /// <summary>How often each held-out interaction is a positive of each set of triplets in an epoch, at least 1. Default: 1.</summary>
        public int TripletsPerInteraction { get; init; } = 1;

        /// <summary>The name of the space whose clusters give the local triplets. Default: the first space.</summary>
        public string? BaseSpace { get; init; }

        /// <summary>The number M of clusters for local triplets, from 1 to the number of items. Default: the rounded square root of that.</summary>
        public int? Clusters { get; init; }

        /// <summary>The number J of clusters nearest to a user that local triplets come from; all where there are fewer, 0 for global triplets only. Default: 5.</summary>
        public int CandidateClusters { get; init; } = 5;

        /// <summary>The learning rate of Adam, above 0. Default: 0.001.</summary>
        public double LearningRate { get; init; } = 1e-3;

        /// <summary>The number of triplets in a batch, at least 1. Default: 512.</summary>
        public int BatchSize { get; init; } = 512;

        /// <summary>The largest number of epochs, at least 1. Default: 50.</summary>
        public int MaximumEpochs { get; init; } = 50;

        /// <summary>How many epochs without a better validation metric end the training, at least 1. Default: 5.</summary>
        public int Patience { get; init; } = 5;

        /// <summary>The L2 regularisation of the networks, at least 0. Default: 0.</summary>
        public double L2Regularization { get; init; }

        /// <summary>The scale of the product loss, above 0. Default: 1.</summary>
        public double Scale { get; init; } = 1;

        /// <summary>The margin of the distance loss, at least 0. Default: 0.5.</summary>
        public double Margin { get; init; } = 0.5;

        internal void Check()
        {
            ArgumentNullException.ThrowIfNull(HiddenLayers);
            foreach (int size in HiddenLayers)
            {
                OptionCheck.AtLeast(size, 1, nameof(HiddenLayers));
            }

            OptionCheck.AtLeast(AttentionDimension, 1, nameof(AttentionDimension));
            OptionCheck.AtLeast(TripletsPerInteraction, 1, nameof(TripletsPerInteraction));
            OptionCheck.AtLeast(Clusters ?? 1, 1, nameof(Clusters));
            OptionCheck.AtLeast(CandidateClusters, 0, nameof(CandidateClusters));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
            OptionCheck.AtLeast(Patience, 1, nameof(Patience));
            OptionCheck.AtLeast((float)L2Regularization, 0, nameof(L2Regularization));
            OptionCheck.Above(Scale, 0, nameof(Scale));
            OptionCheck.AtLeast((float)Margin, 0, nameof(Margin));
        }
    }
}
