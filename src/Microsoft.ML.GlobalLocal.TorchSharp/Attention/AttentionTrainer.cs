using System.Diagnostics;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the attention over frozen spaces by triplets, the paper's way (section 3.3). Their positives are held-out interactions, since on its
/// own training data the most overfitted space looks best; some users' are kept for early stopping.
/// </summary>
public sealed partial class AttentionTrainer
{
    // One user in so many tells when to stop.
    private const int ValidationStride = 5;

    private readonly Options _options;

    /// <summary>Makes the trainer.</summary>
    /// <param name="options">The options; default: those of <see cref="Options"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public AttentionTrainer(Options? options = null)
    {
        _options = options ?? new Options();
        _options.Check();
    }

    /// <summary>Trains the attention.</summary>
    /// <param name="spaces">The spaces, trained on the interactions of the context and not on its held-out ones.</param>
    /// <param name="scales">What each space's score is multiplied with before scores are read or blended, above 0: [spaces].</param>
    /// <param name="context">The interactions, the held-out ones, and what else a run needs.</param>
    /// <returns>
    /// The attention over the spaces: that of the epoch which ranked the interactions of the users kept for early stopping best, in the measure of
    /// <see cref="SpaceTrainingContext.Validate"/>.
    /// </returns>
    /// <exception cref="ArgumentException">There are no held-out interactions, or the options don't fit the spaces.</exception>
    /// <exception cref="NotFiniteNumberException">The loss became infinite or no number.</exception>
    public AttentionModel Train(IReadOnlyList<RepresentationSpace> spaces, float[] scales, SpaceTrainingContext context)
    {
        var (export, _) = Fit(spaces, scales, context);
        return CreateModel(spaces, scales, export.CreateWeighting(spaces, context.Interactions));
    }

    /// <summary>The model of spaces and what <see cref="Fit"/> returned; the spaces may have been trained again, on more data.</summary>
    internal AttentionModel CreateModel(IReadOnlyList<RepresentationSpace> spaces, float[] scales, AttentionWeighting weighting) =>
        new(spaces, scales, weighting, _options.Blend, _options.Loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product);

    /// <summary>Trains the attention, and keeps it apart from the spaces.</summary>
    /// <returns>The attention, and how well it ranked the interactions of the users kept for early stopping.</returns>
    internal (AttentionExport Export, double Metric) Fit(IReadOnlyList<RepresentationSpace> spaces, float[] scales, SpaceTrainingContext context)
    {
        ArgumentNullException.ThrowIfNull(spaces);
        ArgumentNullException.ThrowIfNull(context);
        if (context.Validation is not { Count: > 0 } heldOut)
        {
            throw new ArgumentException("The attention is trained on held-out interactions; the context has none. Set its Validation.", nameof(context));
        }

        var device = TorchBackend.GetDevice(context.Host);
        TorchBackend.UseOneThread();
        var first = CreateModel(spaces, scales, new FixedWeighting(new float[spaces.Count]));
        var positives = heldOut.Where((user, _) => user % ValidationStride != 0);
        var judged = heldOut.Where((user, _) => user % ValidationStride == 0);
        if (positives.Count == 0 || judged.Count == 0)
        {
            positives = judged = heldOut;
        }

        var samplers = CreateSamplers(spaces, context, Union(context.Interactions, heldOut), positives);
        var triplets = new Triplet[samplers.Sum(sampler => sampler.MaximumCount)];
        using var scope = NewDisposeScope();
        var network = new AttentionNetwork(spaces, _options, new Random(context.Seed), device);
        using var optimizer = new AdamOptimizer(network.Parameters, _options.LearningRate, _options.L2Regularization);
        var source = new AttentionPairSource(first, context.Interactions, _options, device);
        var random = new Random(context.Seed);
        var watch = Stopwatch.StartNew();
        (AttentionExport Export, int Epoch, double Metric)? best = null;
        for (int epoch = 1; epoch <= _options.MaximumEpochs && epoch - (best?.Epoch ?? epoch) <= _options.Patience; epoch++)
        {
            int count = 0;
            foreach (var sampler in samplers)
            {
                count += sampler.Sample(triplets.AsSpan(count));
            }

            random.Shuffle(triplets.AsSpan(0, count));
            long start = watch.ElapsedTicks;
            source.SetTriplets(triplets.AsMemory(0, count), context.Parallelism);
            double loss = TrainEpoch(network, optimizer, source, count, epoch, context.CancellationToken);
            double seconds = (double)(watch.ElapsedTicks - start) / Stopwatch.Frequency;
            var export = network.Export();
            var model = CreateModel(spaces, scales, export.CreateWeighting(spaces, context.Interactions));
            double metric = context.Judge(model, judged);
            if (best is null || metric > best.Value.Metric)
            {
                best = (export, epoch, metric);
            }

            context.Progress?.Report(new TrainingProgress("attention")
            {
                Epoch = epoch,
                Epochs = _options.MaximumEpochs,
                Loss = loss,
                ValidationMetric = metric,
                TripletsPerSecond = count / seconds,
                TimeLeft = watch.Elapsed / epoch * (_options.MaximumEpochs - epoch),
            });
        }

        return (best!.Value.Export, best.Value.Metric);
    }

    private double TrainEpoch(AttentionNetwork network, AdamOptimizer optimizer, AttentionPairSource source, int triplets, int epoch, CancellationToken cancellationToken)
    {
        double sum = 0;
        for (int start = 0; start < triplets; start += _options.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var losses = ComputeLosses(network, source, start, Math.Min(_options.BatchSize, triplets - start));
            optimizer.ClearGradients();
            losses.mean().backward();
            optimizer.Step();
            sum += losses.sum().item<float>();
        }

        double loss = sum / Math.Max(1, triplets);
        return double.IsFinite(loss) ? loss : throw new NotFiniteNumberException(
            $"Attention: the loss became {loss} in epoch {epoch}. A smaller LearningRate ({_options.LearningRate} now) usually helps.", loss);
    }

    private Tensor ComputeLosses(AttentionNetwork network, AttentionPairSource source, int start, int count)
    {
        var positives = source.CollectPositives(start, count);
        var negatives = source.CollectNegatives(start, count);
        var alpha = network.ComputeAlpha(positives);
        var negativeAlpha = _options.NegativeAttention == NegativeAttention.Positive ? alpha : network.ComputeAlpha(negatives);
        return TripletLosses.Compare(_options.Loss, Score(positives, alpha), Score(negatives, negativeAlpha), _options.Scale, _options.Margin);
    }

    /// <summary>The blended scores of some pairs: [B]. Blended vectors are compared by their product or negative squared distance.</summary>
    private Tensor Score(AttentionPairs pairs, Tensor alpha)
    {
        if (_options.Blend == Blend.Scores)
        {
            return (alpha * pairs.Scores.narrow(1, 0, alpha.shape[1])).sum(-1);
        }

        var weights = alpha.unsqueeze(-1);
        var user = (weights * stack(pairs.Users, dim: 1)).sum(1);
        var item = (weights * stack(pairs.Items, dim: 1)).sum(1);
        return _options.Loss == TripletLoss.Product ? (user * item).sum(-1) : -TripletLosses.SquaredDistance(user, item);
    }

    private List<TripletSampler> CreateSamplers(IReadOnlyList<RepresentationSpace> spaces, SpaceTrainingContext context, InteractionMatrix known, InteractionMatrix positives)
    {
        var samplers = new List<TripletSampler> { new GlobalTripletSampler(known, context.Seed, _options.TripletsPerInteraction, positives) };
        if (_options.CandidateClusters > 0)
        {
            var space = _options.BaseSpace is null ? spaces[0] : spaces.FirstOrDefault(space => space.Name == _options.BaseSpace)
                ?? throw new ArgumentException($"BaseSpace is {_options.BaseSpace}, but the spaces are {string.Join(", ", spaces.Select(space => space.Name))}.", nameof(spaces));
            var index = ClusteringTrainer.Train(space, _options.Clusters, context.Seed, context.Parallelism);
            int candidates = Math.Min(_options.CandidateClusters, index.ClusterCount);
            samplers.Add(new LocalTripletSampler(known, index, candidates, context.Seed, _options.TripletsPerInteraction, positives));
        }

        return samplers;
    }

    private static InteractionMatrix Union(InteractionMatrix first, InteractionMatrix second)
    {
        var pairs = new[] { first, second }.SelectMany(matrix => Enumerable.Range(0, matrix.UserCount).SelectMany(user => matrix.GetItems(user).ToArray().Select(item => (user, item)))).ToArray();
        return InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.user)], [.. pairs.Select(pair => pair.item)], first.UserCount, first.ItemCount);
    }
}
