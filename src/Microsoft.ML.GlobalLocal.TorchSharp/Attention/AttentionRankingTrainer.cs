using TorchSharp;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the attention over scores by a listwise softmax: among a user's best candidates, the held-out ones shall come first. The number of
/// epochs is chosen by cross-validation over the users; where no epoch ranks better than the fixed weights that training starts from, these stay.
/// </summary>
internal sealed class AttentionRankingTrainer
{
    // A scaled score reaches 50; the network learns from inputs of about 1.
    private const float ScoreDeviation = 8;

    private const double ScaleRate = 3;

    private readonly RankingLists _lists;
    private readonly AttentionOptions _options;
    private readonly SpaceTrainingContext _context;
    private readonly Device _device;
    private readonly float[] _means;
    private readonly float[] _deviations;

    public AttentionRankingTrainer(RankingLists lists, AttentionOptions options, SpaceTrainingContext context, Device device)
    {
        _lists = lists;
        _options = options;
        _context = context;
        _device = device;
        _means = new float[lists.SpaceCount + 2];
        _deviations = new float[lists.SpaceCount + 2];
        _deviations.AsSpan().Fill(ScoreDeviation);
        (_means[^2], _deviations[^2]) = Measure(lists.LogActivity);
        (_means[^1], _deviations[^1]) = Measure([.. lists.LogPopularity.Where((_, place) => lists.IsValid[place])]);
    }

    /// <summary>Trains.</summary>
    /// <param name="fixedWeights">The weights that training starts from.</param>
    /// <param name="interactions">All interactions, which the network will see in prediction.</param>
    public AttentionWeighting Train(double[] fixedWeights, InteractionMatrix interactions)
    {
        int epochs = ChooseEpochs(fixedWeights);
        if (epochs == 0)
        {
            return FixedWeighting.Of(fixedWeights);
        }

        using var scope = NewDisposeScope();
        using var network = new ScoreAttentionNetwork(fixedWeights, _options.HiddenUnits, _context.Seed, _device);
        Run(network, Enumerable.Range(0, _lists.Count).ToArray(), epochs, "attention", _ => { });

        // A user and an item have more interactions in prediction than they had with a part held out.
        float growth = MathF.Log(_options.Parts / (_options.Parts - 1f));
        float[] means = [.. _means];
        means[^2] += growth;
        means[^1] += growth;
        var (exported, biases) = network.Export(means, _deviations);
        return new ScoreWeighting(biases, exported, [.. Enumerable.Range(0, interactions.ItemCount).Select(item => MathF.Log(1 + interactions.Transposed.GetCount(item)))]);
    }

    private int ChooseEpochs(double[] fixedWeights)
    {
        var foldOf = new int[_lists.Users.Max() + 1];
        for (int user = 0; user < foldOf.Length; user++)
        {
            foldOf[user] = user % _options.Folds;
        }

        new Random(_context.Seed).Shuffle(foldOf);
        var values = new double[_options.MaximumEpochs + 1][];
        for (int epoch = 0; epoch < values.Length; epoch++)
        {
            values[epoch] = new double[_lists.Count];
        }

        for (int fold = 0; fold < _options.Folds; fold++)
        {
            using var scope = NewDisposeScope();
            using var network = new ScoreAttentionNetwork(fixedWeights, _options.HiddenUnits, _context.Seed, _device);
            var (held, rest) = (SelectLists(user => foldOf[user] == fold), SelectLists(user => foldOf[user] != fold));
            if (held.Length == 0 || rest.Length == 0)
            {
                return 0;
            }

            Judge(network, held, values[0]);
            Run(network, rest, _options.MaximumEpochs, $"attention, fold {fold + 1} of {_options.Folds}", epoch => Judge(network, held, values[epoch]));
        }

        // Neighbouring epochs differ by noise; the mean of three does so less.
        int best = 0;
        double bestMean = double.NegativeInfinity;
        for (int epoch = 1; epoch < values.Length; epoch++)
        {
            double mean = values[(epoch - 1)..Math.Min(epoch + 2, values.Length)].Average(lists => lists.Average());
            if (mean > bestMean)
            {
                (best, bestMean) = (epoch, mean);
            }
        }

        return PairedGain.Exceeds(values[best], values[0], standardErrors: 1) ? best : 0;

        int[] SelectLists(Func<int, bool> isSelected) => [.. Enumerable.Range(0, _lists.Count).Where(list => isSelected(_lists.Users[list]))];
    }

    private void Judge(ScoreAttentionNetwork network, int[] lists, double[] values)
    {
        using var gradients = no_grad();
        foreach (var batch in lists.Chunk(_options.BatchUsers))
        {
            using var scope = NewDisposeScope();
            var scores = network.forward(GetInputs(batch)).cpu().data<float>().ToArray();
            for (int n = 0; n < batch.Length; n++)
            {
                values[batch[n]] = _lists.Judge(batch[n], scores.AsSpan(n * _lists.Length, _lists.Length), _context.TopN);
            }
        }
    }

    private void Run(ScoreAttentionNetwork network, int[] lists, int epochs, string stage, Action<int> afterEpoch)
    {
        using var optimizer = optim.Adam(network.NetworkParameters, _options.LearningRate, weight_decay: _options.L2Regularization);
        using var scaleOptimizer = optim.Adam([network.LogScale], _options.LearningRate * ScaleRate);
        var random = new Random(_context.Seed);
        var order = (int[])lists.Clone();
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            random.Shuffle(order);
            foreach (var batch in order.Chunk(_options.BatchUsers))
            {
                _context.CancellationToken.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                var (valid, positive) = GetTargets(batch);
                var logits = (network.forward(GetInputs(batch)) * network.LogScale.exp()).masked_fill(valid.logical_not(), -1e9);
                var loss = -(nn.functional.log_softmax(logits, -1) * positive).sum() / positive.sum();
                optimizer.zero_grad();
                scaleOptimizer.zero_grad();
                loss.backward();
                optimizer.step();
                scaleOptimizer.step();
            }

            afterEpoch(epoch);
            _context.Progress?.Report(new TrainingProgress(stage) { Epoch = epoch, Epochs = epochs });
        }
    }

    /// <summary>The inputs of the network: [lists, length, spaces + 2].</summary>
    private Tensor GetInputs(int[] lists)
    {
        int inputs = _lists.SpaceCount + 2;
        var values = new float[lists.Length * _lists.Length * inputs];
        int target = 0;
        foreach (int list in lists)
        {
            float activity = (_lists.LogActivity[list] - _means[^2]) / _deviations[^2];
            for (int place = list * _lists.Length; place < (list + 1) * _lists.Length; place++)
            {
                for (int r = 0; r < _lists.SpaceCount; r++)
                {
                    values[target++] = _lists.Scores[place * _lists.SpaceCount + r] / ScoreDeviation;
                }

                values[target++] = activity;
                values[target++] = (_lists.LogPopularity[place] - _means[^1]) / _deviations[^1];
            }
        }

        return tensor(values, [lists.Length, _lists.Length, inputs], device: _device);
    }

    /// <summary>Which places hold an item, and which a held-out one: [lists, length] each.</summary>
    private (Tensor Valid, Tensor Positive) GetTargets(int[] lists)
    {
        var valid = new bool[lists.Length * _lists.Length];
        var positive = new float[valid.Length];
        for (int n = 0; n < valid.Length; n++)
        {
            int place = lists[n / _lists.Length] * _lists.Length + n % _lists.Length;
            valid[n] = _lists.IsValid[place];
            positive[n] = _lists.IsPositive[place] ? 1 : 0;
        }

        long[] shape = [lists.Length, _lists.Length];
        return (tensor(valid, shape, device: _device), tensor(positive, shape, device: _device));
    }

    private static (float Mean, float Deviation) Measure(float[] values) =>
        (TensorPrimitives.Average<float>(values), MathF.Max(TensorPrimitives.StdDev<float>(values), 1e-6f));
}
