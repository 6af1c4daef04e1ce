using System.Numerics.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the attention over scores by a listwise softmax: among a user's best candidates, the held-out ones shall come first. The number of
/// epochs is chosen by cross-validation over the users; where no epoch ranks better than the fixed weights that training starts from, these stay.
/// </summary>
internal sealed class AttentionRankingTrainer
{
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
        _deviations.AsSpan().Fill(1);
        (_means[^2], _deviations[^2]) = Standardise(lists.LogActivity);
        (_means[^1], _deviations[^1]) = Standardise([.. lists.LogPopularity.Where((_, place) => lists.IsValid[place])]);
    }

    /// <summary>Trains.</summary>
    /// <param name="fixedWeights">The weights that training starts from.</param>
    /// <param name="logPopularity">The log of one plus each item's number of interactions, for prediction.</param>
    public AttentionWeighting Train(double[] fixedWeights, float[] logPopularity)
    {
        int epochs = ChooseEpochs(fixedWeights);
        if (epochs == 0)
        {
            return FixedWeighting.Of(fixedWeights);
        }

        using var scope = NewDisposeScope();
        using var network = new ScoreAttentionNetwork(fixedWeights, _options.HiddenUnits, _context.Seed, _device);
        Run(network, Enumerable.Range(0, _lists.UserCount).ToArray(), epochs, _ => { });
        var (exported, biases) = network.Export(_means, _deviations);
        return new ScoreWeighting(biases, exported, logPopularity);
    }

    private int ChooseEpochs(double[] fixedWeights)
    {
        var order = Enumerable.Range(0, _lists.UserCount).ToArray();
        new Random(_context.Seed).Shuffle(order);
        var totals = new double[_options.MaximumEpochs + 1];
        for (int fold = 0; fold < _options.Folds; fold++)
        {
            using var scope = NewDisposeScope();
            using var network = new ScoreAttentionNetwork(fixedWeights, _options.HiddenUnits, _context.Seed, _device);
            var held = order.Where((_, n) => n % _options.Folds == fold).ToArray();
            var rest = order.Where((_, n) => n % _options.Folds != fold).ToArray();
            totals[0] += Judge(network, held);
            Run(network, rest, _options.MaximumEpochs, epoch => totals[epoch] += Judge(network, held));
        }

        // Neighbouring epochs differ by noise; their average does so less.
        int best = 0;
        double bestValue = totals[0];
        for (int epoch = 1; epoch < totals.Length; epoch++)
        {
            double smoothed = epoch + 1 < totals.Length ? (totals[epoch - 1] + totals[epoch] + totals[epoch + 1]) / 3 : totals[epoch];
            if (smoothed > bestValue && totals[epoch] > totals[0])
            {
                (best, bestValue) = (epoch, smoothed);
            }
        }

        return best;
    }

    private double Judge(ScoreAttentionNetwork network, int[] users)
    {
        using var _ = no_grad();
        double sum = 0;
        foreach (var batch in users.Chunk(_options.BatchUsers))
        {
            using var scope = NewDisposeScope();
            var scores = network.forward(GetInputs(batch)).cpu().data<float>().ToArray();
            for (int n = 0; n < batch.Length; n++)
            {
                sum += _lists.Judge(batch[n], scores.AsSpan(n * _lists.Length, _lists.Length), _context.TopN);
            }
        }

        return sum;
    }

    private void Run(ScoreAttentionNetwork network, int[] users, int epochs, Action<int> afterEpoch)
    {
        using var optimizer = optim.Adam(
        [
            new optim.Modules.AdamW.ParamGroup(network.NetworkParameters, lr: _options.LearningRate, weight_decay: _options.WeightDecay),
            new optim.Modules.AdamW.ParamGroup([network.LogScale], lr: _options.LearningRate * ScaleRate),
        ]);
        var random = new Random(_context.Seed);
        var order = (int[])users.Clone();
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
                loss.backward();
                optimizer.step();
            }

            afterEpoch(epoch);
        }
    }

    private Tensor GetInputs(int[] users)
    {
        int inputs = _lists.SpaceCount + 2;
        var values = new float[users.Length * _lists.Length * inputs];
        int target = 0;
        foreach (int user in users)
        {
            float activity = (_lists.LogActivity[user] - _means[^2]) / _deviations[^2];
            for (int place = user * _lists.Length; place < (user + 1) * _lists.Length; place++)
            {
                _lists.Scores.AsSpan(place * _lists.SpaceCount, _lists.SpaceCount).CopyTo(values.AsSpan(target));
                values[target + inputs - 2] = activity;
                values[target + inputs - 1] = (_lists.LogPopularity[place] - _means[^1]) / _deviations[^1];
                target += inputs;
            }
        }

        return tensor(values, [users.Length, _lists.Length, inputs], device: _device);
    }

    private (Tensor Valid, Tensor Positive) GetTargets(int[] users)
    {
        var valid = new bool[users.Length * _lists.Length];
        var positive = new float[valid.Length];
        for (int n = 0; n < users.Length; n++)
        {
            for (int place = 0; place < _lists.Length; place++)
            {
                valid[n * _lists.Length + place] = _lists.IsValid[users[n] * _lists.Length + place];
                positive[n * _lists.Length + place] = _lists.IsPositive[users[n] * _lists.Length + place] ? 1 : 0;
            }
        }

        long[] shape = [users.Length, _lists.Length];
        return (tensor(valid, shape, device: _device), tensor(positive, shape, device: _device));
    }

    private static (float Mean, float Deviation) Standardise(float[] values) =>
        (TensorPrimitives.Average<float>(values), MathF.Max(TensorPrimitives.StdDev<float>(values), 1e-6f));
}
