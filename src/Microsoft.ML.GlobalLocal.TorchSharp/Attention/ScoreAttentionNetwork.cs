using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The attention network over scores in training: a pair's scaled scores, the log of the user's and of the item's number of interactions
/// -> ReLU -> a logit per space, whose softmax blends the scores. It starts as the given fixed weights: its last layer is all zeros but for
/// the biases.
/// </summary>
internal sealed class ScoreAttentionNetwork : nn.Module<Tensor, Tensor>
{
    // A scaled score reaches 50; a softmax over raw scores would be saturated and learn from outliers only.
    private const double InitialScale = 0.3;

    // The logit that a fixed weight of 0 starts with: small, but not out of reach.
    private const double SmallestWeight = 0.02;

    private readonly Parameter _hiddenWeights;
    private readonly Parameter _hiddenBiases;
    private readonly Parameter _outputWeights;
    private readonly Parameter _outputBiases;
    private readonly Parameter _logScale;
    private readonly int _spaces;

    public ScoreAttentionNetwork(double[] fixedWeights, int hidden, int seed, Device device)
        : base(nameof(ScoreAttentionNetwork))
    {
        _spaces = fixedWeights.Length;
        int inputs = _spaces + 2;
        var random = new Random(seed);
        double bound = 1 / Math.Sqrt(inputs);
        _hiddenWeights = Make(hidden * inputs, _ => (float)((2 * random.NextDouble() - 1) * bound), hidden, inputs);
        _hiddenBiases = Make(hidden, _ => (float)((2 * random.NextDouble() - 1) * bound), hidden);
        _outputWeights = Make(_spaces * hidden, _ => 0, _spaces, hidden);
        _outputBiases = Make(_spaces, r => (float)Math.Log(Math.Max(fixedWeights[r], SmallestWeight)), _spaces);
        _logScale = Make(1, _ => (float)Math.Log(InitialScale), 1);
        RegisterComponents();

        Parameter Make(int count, Func<int, float> value, params long[] shape) =>
            new(tensor(Enumerable.Range(0, count).Select(value).ToArray(), shape, device: device));
    }

    /// <summary>The parameters of the network but for the scale.</summary>
    public IEnumerable<Parameter> NetworkParameters => [_hiddenWeights, _hiddenBiases, _outputWeights, _outputBiases];

    /// <summary>The learned scale of the softmax over a user's candidates; it matters in training only.</summary>
    public Parameter LogScale => _logScale;

    /// <summary>The blended score of every place: [users, length, spaces + 2] -> [users, length].</summary>
    public override Tensor forward(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.relu(nn.functional.linear(inputs, _hiddenWeights, _hiddenBiases));
        var alpha = nn.functional.softmax(nn.functional.linear(hidden, _outputWeights, _outputBiases), -1);
        return (alpha * inputs.narrow(-1, 0, _spaces)).sum(-1).MoveToOuterDisposeScope();
    }

    /// <summary>The network for prediction, on inputs that were not standardised.</summary>
    /// <param name="means">What was subtracted from each input in training: [spaces + 2].</param>
    /// <param name="deviations">What each input was divided by in training: [spaces + 2].</param>
    /// <returns>The network, and the biases of the spaces.</returns>
    public (DenseNetwork Network, float[] Biases) Export(float[] means, float[] deviations)
    {
        var weights = Read(_hiddenWeights);
        var biases = Read(_hiddenBiases);
        int inputs = means.Length;
        for (int unit = 0; unit < biases.Length; unit++)
        {
            for (int input = 0; input < inputs; input++)
            {
                ref float weight = ref weights[unit * inputs + input];
                weight /= deviations[input];
                biases[unit] -= weight * means[input];
            }
        }

        return (new DenseNetwork(new DenseLayer(inputs, weights, biases), new DenseLayer(biases.Length, Read(_outputWeights), new float[_spaces])), Read(_outputBiases));

        static float[] Read(Tensor tensor)
        {
            using var local = tensor.cpu();
            return local.data<float>().ToArray();
        }
    }
}
