using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// One attention network over scores in training on some lists, by two softmax losses: a held-out candidate shall come first among a user's candidates,
/// and every held-out item among random ones.
/// </summary>
internal sealed class RankingRun : IDisposable
{
    // The scale is one number that must go a long way.
    private const double ScaleRate = 3;

    // Of the loss among random items. It keeps the deeper ranks in order, but with as much weight as the first loss it costs the top ones.
    private const double SampledLossWeight = 0.3;

    private readonly RankingTensors _tensors;
    private readonly int[] _lists;
    private readonly int _batchLists;
    private readonly int _candidateCount;
    private readonly int _sampleStart;
    private readonly AdamOptimizer _optimizer;
    private readonly AdamOptimizer _scaleOptimizer;
    private readonly Random _random;

    // The logit of a place without an item.
    private readonly Scalar _lowest = (-1e9).ToScalar();
    private readonly Scalar _sampledLossWeight = SampledLossWeight.ToScalar();
    private readonly Scalar _one = 1.ToScalar();

    /// <summary>Starts a network.</summary>
    /// <param name="tensors">All lists.</param>
    /// <param name="lists">The lists to train on.</param>
    /// <param name="candidateCount">How many of the first places of each list are candidates.</param>
    /// <param name="sampleStart">The first place of each list's random items; held-out items that are no candidates lie between.</param>
    /// <param name="fixedWeights">The weights that the network starts as.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="seed">The seed of the network and of the order of the lists.</param>
    /// <param name="device">The device.</param>
    public RankingRun(RankingTensors tensors, int[] lists, int candidateCount, int sampleStart, double[] fixedWeights, AttentionOptions options, int seed, Device device)
    {
        _tensors = tensors;
        _lists = [.. lists];
        _batchLists = options.BatchLists;
        _candidateCount = candidateCount;
        _sampleStart = sampleStart;
        _random = new Random(seed);
        Network = new ScoreAttentionNetwork(fixedWeights, options.HiddenUnits, seed, device);
        _optimizer = new AdamOptimizer(Network.NetworkParameters, options.LearningRate, options.L2Regularization);
        _scaleOptimizer = new AdamOptimizer([Network.LogScales], options.LearningRate * ScaleRate);
    }

    public ScoreAttentionNetwork Network { get; }

    /// <summary>Trains on all lists once.</summary>
    /// <returns>The mean loss per held-out item.</returns>
    public double TrainEpoch(CancellationToken cancellationToken)
    {
        // The network is so small that one thread is fastest, and libtorch keeps the number for each calling thread.
        set_num_threads(1);
        _random.Shuffle(_lists);
        double sum = 0;
        foreach (var batch in _lists.Chunk(_batchLists))
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var (inputs, positive, missing) = _tensors.Select(batch);
            var scores = Network.forward(inputs);
            // A held-out item that is no candidate must not pull down the candidates, above which it will never come.
            var heldOutCandidates = positive.narrow(1, 0, _candidateCount);
            var logTop = nn.functional.log_softmax(Scale(scores, 0).narrow(1, 0, _candidateCount), -1);
            var topLoss = -(logTop * heldOutCandidates).sum() / heldOutCandidates.sum().clamp_min_(_one);

            var heldOut = positive.narrow(1, 0, _sampleStart);
            var logits = Scale(scores, 1);
            var ranked = logits.narrow(1, 0, _sampleStart);
            var logSampled = ranked - logaddexp(ranked, logits.narrow(1, _sampleStart, logits.shape[1] - _sampleStart).logsumexp(-1, keepdim: true));
            var loss = topLoss - (logSampled * heldOut).sum() / heldOut.sum() * _sampledLossWeight;

            Tensor Scale(Tensor values, int which) => (values * Network.LogScales[which].exp()).masked_fill(missing, _lowest);

            _optimizer.ClearGradients();
            _scaleOptimizer.ClearGradients();
            loss.backward();
            _optimizer.Step();
            _scaleOptimizer.Step();
            sum += loss.item<float>() * batch.Length;
        }

        double mean = sum / _lists.Length;
        return double.IsFinite(mean) ? mean : throw new NotFiniteNumberException($"Attention: the loss became {mean}. A smaller LearningRate usually helps.", mean);
    }

    public void Dispose()
    {
        _optimizer.Dispose();
        _scaleOptimizer.Dispose();
        Network.Dispose();
        _lowest.Dispose();
        _sampledLossWeight.Dispose();
        _one.Dispose();
    }
}
