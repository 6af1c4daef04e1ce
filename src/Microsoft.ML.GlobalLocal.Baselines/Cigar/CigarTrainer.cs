using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>CIGAR: binary codes give each user candidates by their Hamming distance, and a real-valued model that is trained for these ranks them.</summary>
/// <remarks>
/// <para>
/// A code is sign(v), which in training is relaxed to tanh(beta v) with a beta that grows over the epochs; the codes are learned by the pairwise log loss of
/// their scaled products (HashRec). The candidates of a user are the unseen items with the nearest codes. The ranking model is BPR-MF, whose negatives are
/// candidates with a given probability, else any items (candidate-oriented sampling).
/// </para>
/// <para>Kang, McAuley: Candidate generation with binary codes for large-scale top-N recommendation, CIKM 2019.</para>
/// </remarks>
public sealed class CigarTrainer : BaselineTrainer<CigarTrainer.Options>
{
    // With the product of two codes between -r and r, the loss sees it between -10 and 10.
    private const double CodeScale = 10;

    private static readonly Options[] DefaultGrid =
    [
        new(),
        new() { L2Regularization = 3e-5 },
        new() { Candidates = 500 },
        new() { L2Regularization = 3e-4 },
        new() { Bits = 128 },
        new() { CandidateShare = 0.2 },
    ];

    /// <summary>Makes a trainer that chooses from the default grid: L2 of 0.0001, 0.00003, 0.0003; 200, 500 candidates; 64, 128 bits; a share of .5, .2.</summary>
    public CigarTrainer()
        : base(DefaultGrid)
    {
    }

    /// <summary>Makes a trainer with fixed options.</summary>
    /// <param name="options">The options.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public CigarTrainer(Options options)
        : this([options])
    {
    }

    private CigarTrainer(IReadOnlyList<Options> grid)
        : base(grid)
    {
        foreach (var options in grid)
        {
            options.Check();
        }
    }

    /// <inheritdoc/>
    public override string Name => "CIGAR";

    /// <inheritdoc/>
    public override string Paper => "Kang, McAuley: Candidate generation with binary codes for large-scale top-N recommendation, CIKM 2019";

    /// <inheritdoc/>
    public override string? LeftOut => "Distances are computed to all codes, without hash tables (multi-index hashing); of the paper's ranking models BPR-MF is the one built; items behind the candidates are ranked by the distance of their codes. The codes are trained for a fixed number of epochs and without L2, and the tanh that becomes their sign gets steeper by the square root of the epoch.";

    /// <inheritdoc/>
    public override string? GetObstacle(InteractionMatrix interactions)
    {
        ArgumentNullException.ThrowIfNull(interactions);
        long candidates = Grid.Max(options => (long)interactions.UserCount * Math.Min(options.Candidates, interactions.ItemCount));
        return candidates <= Array.MaxLength ? null : $"the candidates of {interactions.UserCount} users are {candidates} numbers, more than an array holds.";
    }

    private protected override BaselineTrainer<Options> With(IReadOnlyList<Options> grid) => new CigarTrainer(grid);

    private protected override (RepresentationSpace Space, Options Options) TrainOne(SpaceTrainingContext context, Options options)
    {
        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        using var scope = NewDisposeScope();
        var interactions = context.Interactions;
        var random = new Random(context.Seed);
        var triplets = new Triplet[interactions.Count];
        var batch = new TripletBatch(Math.Min(options.BatchSize, Math.Max(1, triplets.Length)), interactions.UserCount, interactions.ItemCount);
        var codes = new PairwiseFactors(interactions.UserCount, interactions.ItemCount, options.Bits, random, device);
        var codeSampler = new GlobalTripletSampler(interactions, context.Seed);
        for (int epoch = 1; epoch <= options.CodeEpochs; epoch++)
        {
            using var beta = Math.Sqrt(epoch).ToScalar();
            using var factor = Math.Sqrt(CodeScale / options.Bits).ToScalar();
            TrainEpoch(codeSampler, batch => codes.Train(batch, options.CodeLearningRate, regularization: 0, rows => (rows * beta).tanh() * factor));
        }

        var (userCodes, itemCodes) = (codes.ExportUsers(), codes.ExportItems());
        var model = new PairwiseFactors(interactions.UserCount, interactions.ItemCount, options.Dimension, random, device);
        var modelSampler = CreateSampler(context, options, userCodes, itemCodes);
        var (space, epochs) = EarlyStopping.Run(
            context,
            Name,
            options.MaximumEpochs,
            interval: 1,
            () => TrainEpoch(modelSampler, batch => model.Train(batch, options.LearningRate, options.L2Regularization)),
            () => new CigarSpace(new SpaceTables(Name, options.Dimension + options.Bits, Join(model.ExportUsers(), userCodes), Join(model.ExportItems(), itemCodes)), options.Dimension, options.Candidates),
            options.Patience);
        return (space, options with { MaximumEpochs = epochs });

        void TrainEpoch(TripletSampler sampler, Action<TripletBatch> train)
        {
            int count = sampler.Sample(triplets);
            for (int start = 0; start < count; start += options.BatchSize)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                batch.Fill(triplets.AsSpan(start, Math.Min(options.BatchSize, count - start)));
                train(batch);
            }
        }

        float[] Join(float[] real, float[] code)
        {
            int count = real.Length / options.Dimension;
            int stride = options.Dimension + options.Bits;
            var joined = VectorTable.Create(count, stride);
            for (int n = 0; n < count; n++)
            {
                real.AsSpan(n * options.Dimension, options.Dimension).CopyTo(joined.AsSpan(n * stride));
                code.AsSpan(n * options.Bits, options.Bits).CopyTo(joined.AsSpan(n * stride + options.Dimension));
            }

            return joined;
        }
    }

    private static CandidateTripletSampler CreateSampler(SpaceTrainingContext context, Options options, float[] userCodes, float[] itemCodes)
    {
        var interactions = context.Interactions;
        int stride = Math.Min(options.Candidates, interactions.ItemCount);
        var codes = new HammingCandidates(itemCodes, options.Bits, 0);
        var candidates = new int[interactions.UserCount * stride];
        var counts = new int[interactions.UserCount];
        Parallel.For(0, interactions.UserCount, context.Parallelism, user =>
            counts[user] = codes.Find(userCodes.AsSpan(user * options.Bits, options.Bits), interactions.GetItems(user), candidates.AsSpan(user * stride, stride)));
        return new CandidateTripletSampler(interactions, candidates, counts, options.CandidateShare, context.Seed);
    }

    /// <summary>The options of <see cref="CigarTrainer"/>.</summary>
    public sealed record Options
    {
        /// <summary>The length r of a code in bits, at least 1. Default: 64.</summary>
        public int Bits { get; init; } = 64;

        /// <summary>The number of candidates of a user, at least 1. Default: 200.</summary>
        public int Candidates { get; init; } = 200;

        /// <summary>The probability that a negative is a candidate, from 0 to 1. Default: 0.5.</summary>
        public double CandidateShare { get; init; } = 0.5;

        /// <summary>The length of the ranking model's vectors, at least 1. Default: 64.</summary>
        public int Dimension { get; init; } = 64;

        /// <summary>The number of epochs that the codes are trained for, at least 1. Default: 30.</summary>
        public int CodeEpochs { get; init; } = 30;

        /// <summary>The learning rate of the codes (Adam), above 0. Default: 0.003.</summary>
        public double CodeLearningRate { get; init; } = 3e-3;

        /// <summary>The learning rate of the ranking model (Adam), above 0. Default: 0.003.</summary>
        public double LearningRate { get; init; } = 3e-3;

        /// <summary>The L2 regularisation of the ranking model, at least 0. Default: 0.0001.</summary>
        public double L2Regularization { get; init; } = 1e-4;

        /// <summary>The number of triplets in a batch, at least 1. Default: 2048.</summary>
        public int BatchSize { get; init; } = 2048;

        /// <summary>The largest number of epochs of the ranking model, at least 1; without held-out interactions, the number. Default: 100.</summary>
        public int MaximumEpochs { get; init; } = 100;

        /// <summary>How many epochs without a better validation metric end the training, at least 1. Default: 5.</summary>
        public int Patience { get; init; } = 5;

        internal void Check()
        {
            OptionCheck.AtLeast(Bits, 1, nameof(Bits));
            OptionCheck.AtLeast(Candidates, 1, nameof(Candidates));
            OptionCheck.AtLeast((float)CandidateShare, 0, nameof(CandidateShare));
            OptionCheck.AtMost(CandidateShare, 1, nameof(CandidateShare));
            OptionCheck.AtLeast(Dimension, 1, nameof(Dimension));
            OptionCheck.AtLeast(CodeEpochs, 1, nameof(CodeEpochs));
            OptionCheck.Above(CodeLearningRate, 0, nameof(CodeLearningRate));
            OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
            OptionCheck.AtLeast((float)L2Regularization, 0, nameof(L2Regularization));
            OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
            OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
            OptionCheck.AtLeast(Patience, 1, nameof(Patience));
        }
    }
}
