using TorchSharp;
using TorchSharp.Modules;
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

    // A batch is worked off in parts of so many lists, whose intermediate results stay in the caches. Which threads take them does not matter.
    private const int PartLists = 64;

    private readonly RankingTensors _tensors;
    private readonly RankingLists _ranked;
    private readonly int[] _lists;
    private readonly int _batchLists;
    private readonly ParallelOptions _parallelism;
    private readonly AdamOptimizer _optimizer;
    private readonly AdamOptimizer _scaleOptimizer;
    private readonly Parameter[] _parameters;
    private readonly Random _random;

    // The logit of a place without an item.
    private readonly Scalar _lowest = (-1e9).ToScalar();

    /// <summary>Starts a network.</summary>
    /// <param name="tensors">All lists as tensors.</param>
    /// <param name="ranked">All lists.</param>
    /// <param name="lists">The lists to train on.</param>
    /// <param name="fixedWeights">The weights that the network starts as.</param>
    /// <param name="options">The options of the attention.</param>
    /// <param name="seed">The seed of the network and of the order of the lists.</param>
    /// <param name="device">The device.</param>
    /// <param name="parallelism">The number of threads, and what stops the training.</param>
    public RankingRun(RankingTensors tensors, RankingLists ranked, int[] lists, double[] fixedWeights, AttentionOptions options, int seed, Device device, ParallelOptions parallelism)
    {
        _tensors = tensors;
        _ranked = ranked;
        _lists = [.. lists];
        _batchLists = options.BatchLists;
        _parallelism = parallelism;
        _random = new Random(seed);
        Network = new ScoreAttentionNetwork(fixedWeights, options.HiddenUnits, options.LearnsPairFactor, seed, device);
        _optimizer = new AdamOptimizer(Network.NetworkParameters, options.LearningRate, options.L2Regularization);
        _scaleOptimizer = new AdamOptimizer([Network.LogScales], options.LearningRate * ScaleRate);
        _parameters = [.. Network.NetworkParameters, Network.LogScales];
    }

    public ScoreAttentionNetwork Network { get; }

    /// <summary>Trains on all lists once.</summary>
    /// <returns>The mean loss per held-out item.</returns>
    public double TrainEpoch()
    {
        _random.Shuffle(_lists);
        double sum = 0;
        foreach (var batch in _lists.Chunk(_batchLists))
        {
            using var scope = NewDisposeScope();
            sum += ComputeGradients(batch) * batch.Length;
            _optimizer.Step();
            _scaleOptimizer.Step();
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
    }

    /// <summary>Gives the parameters their gradients: those of all parts, added up in their order.</summary>
    /// <returns>The loss.</returns>
    private double ComputeGradients(int[] batch)
    {
        using var topShare = (1.0 / Math.Max(1, batch.Sum(list => _ranked.CountPositives(list, _ranked.CandidateCount)))).ToScalar();
        using var sampledShare = (SampledLossWeight / batch.Sum(list => _ranked.CountPositives(list, _ranked.SampleStart))).ToScalar();
        int[][] parts = [.. batch.Chunk(PartLists)];
        var losses = new double[parts.Length];
        var gradients = new Tensor[parts.Length][];
        Parallel.For(0, parts.Length, _parallelism, part =>
        {
            TorchBackend.UseOneThread();
            using var scope = NewDisposeScope();
            var loss = ComputeLoss(parts[part], topShare, sampledShare);
            losses[part] = loss.item<float>();
            gradients[part] = [.. autograd.grad([loss], _parameters).Select(gradient => gradient.DetachFromDisposeScope())];
        });
        for (int n = 0; n < _parameters.Length; n++)
        {
            var sum = gradients[0][n];
            foreach (var part in gradients[1..])
            {
                sum.Increase(part[n]);
                part[n].Dispose();
            }

            _parameters[n].grad = sum;
            sum.Dispose();
        }

        return losses.Sum();
    }

    private Tensor ComputeLoss(int[] lists, Scalar topShare, Scalar sampledShare)
    {
        var (inputs, positive, missing) = _tensors.Select(lists);
        var scores = Network.forward(inputs);
        // A held-out item that is no candidate must not pull down the candidates, above which it will never come.
        var logTop = nn.functional.log_softmax(Scale(0).narrow(1, 0, _ranked.CandidateCount), -1);
        var topLoss = (logTop * positive.narrow(1, 0, _ranked.CandidateCount)).sum() * topShare;

        var logits = Scale(1);
        var heldOut = logits.narrow(1, 0, _ranked.SampleStart);
        var sampled = logits.narrow(1, _ranked.SampleStart, _ranked.Length - _ranked.SampleStart);
        var logSampled = heldOut - logaddexp(heldOut, sampled.logsumexp(-1, keepdim: true));
        return -topLoss - (logSampled * positive.narrow(1, 0, _ranked.SampleStart)).sum() * sampledShare;

        Tensor Scale(int which) => (scores * Network.LogScales[which].exp()).masked_fill(missing, _lowest);
    }
}
