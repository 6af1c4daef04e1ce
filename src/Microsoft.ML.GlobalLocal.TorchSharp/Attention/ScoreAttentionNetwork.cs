using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The attention network over scores in training: a pair's scores, the log of the user's and of the item's number of interactions -> ReLU -> a
/// logit per space, whose softmax blends the scores, and the logit of the pair's factor, which the blend is multiplied with (<see cref="PairFactor"/>). It
/// starts as the given fixed weights: its last layer is all zeros but for the spaces' biases.
/// </summary>
internal sealed class ScoreAttentionNetwork : nn.Module<Tensor, Tensor>
{
    // A softmax over scaled scores as they are would be saturated and learn from outliers only.
    private const double InitialScale = 2.4;

    // The weight that a space with the fixed weight 0 starts with: small, but not out of reach.
    private const double SmallestWeight = 0.03;

    private readonly Parameter _hiddenWeights;
    private readonly Parameter _hiddenBiases;
    private readonly Parameter _outputWeights;
    private readonly Parameter _outputBiases;
    private readonly Parameter? _factorWeights;
    private readonly Parameter _logScales;
    private readonly int _spaces;

    /// <summary>Makes the network.</summary>
    /// <param name="fixedWeights">The weights that it starts as: [spaces].</param>
    /// <param name="hiddenUnits">The number of units of the hidden layer.</param>
    /// <param name="hasPairFactor">Whether it gives pairs a factor.</param>
    /// <param name="seed">The seed of the hidden layer.</param>
    /// <param name="device">The device.</param>
    public ScoreAttentionNetwork(double[] fixedWeights, int hiddenUnits, bool hasPairFactor, int seed, Device device)
        : base(nameof(ScoreAttentionNetwork))
    {
        _spaces = fixedWeights.Length;
        int inputs = _spaces + 2;
        var random = new Random(seed);
        double bound = 1 / Math.Sqrt(inputs);
        _hiddenWeights = Make(hiddenUnits * inputs, _ => (2 * random.NextDouble() - 1) * bound, hiddenUnits, inputs);
        _hiddenBiases = Make(hiddenUnits, _ => (2 * random.NextDouble() - 1) * bound, hiddenUnits);
        _outputWeights = Make(_spaces * hiddenUnits, _ => 0, _spaces, hiddenUnits);
        _outputBiases = Make(_spaces, r => Math.Log(Math.Max(fixedWeights[r], SmallestWeight)), _spaces);
        // One factor for all pairs would change no order.
        _factorWeights = hasPairFactor ? Make(hiddenUnits, _ => 0, 1, hiddenUnits) : null;
        _logScales = Make(2, _ => Math.Log(InitialScale), 2);
        RegisterComponents();

        // The copy lies in libtorch's own, aligned memory: where a managed array lies is chance, and changes the last bits of sums.
        Parameter Make(int count, Func<int, double> value, params long[] shape) =>
            new(tensor(Enumerable.Range(0, count).Select(n => (float)value(n)).ToArray(), shape, device: device).clone());
    }

    /// <summary>The parameters of the network but for the scale.</summary>
    public IEnumerable<Parameter> NetworkParameters
    {
        get
        {
            Parameter[] all = [_hiddenWeights, _hiddenBiases, _outputWeights, _outputBiases];
            return _factorWeights is null ? all : [.. all, _factorWeights];
        }
    }

    /// <summary>The logs of the learned scales of the softmax over a user's candidates and of that over random items: [2]; for training only.</summary>
    public Parameter LogScales => _logScales;

    /// <summary>The blended score of every place: [lists, length, spaces + 2] -> [lists, length].</summary>
    public override Tensor forward(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        var hidden = nn.functional.relu(nn.functional.linear(inputs, _hiddenWeights, _hiddenBiases));
        var alpha = nn.functional.softmax(nn.functional.linear(hidden, _outputWeights, _outputBiases), -1);
        var blended = (alpha * inputs.narrow(-1, 0, _spaces)).sum(-1);
        if (_factorWeights is null)
        {
            return blended.MoveToOuterDisposeScope();
        }

        using var two = 2.ToScalar();
        var factors = nn.functional.linear(hidden, _factorWeights).squeeze(-1).sigmoid() * two;
        return (blended * factors).MoveToOuterDisposeScope();
    }

    /// <summary>The network for prediction, whose inputs are not standardised.</summary>
    /// <param name="means">What was subtracted from each input in training: [spaces + 2].</param>
    /// <param name="deviations">What each input was then divided by, one and the same for all scores: [spaces + 2].</param>
    /// <returns>The network, and the biases of the spaces.</returns>
    public (DenseNetwork Network, float[] Biases) Export(float[] means, float[] deviations)
    {
        var weights = Read(_hiddenWeights);
        var biases = Read(_hiddenBiases);
        for (int n = 0; n < weights.Length; n++)
        {
            int input = n % means.Length;
            weights[n] /= deviations[input];
            biases[n / means.Length] -= weights[n] * means[input];
        }

        var hidden = new DenseLayer(means.Length, weights, biases);
        float[] outputs = Read(_outputWeights);
        if (_factorWeights is not null)
        {
            outputs = [.. outputs, .. Read(_factorWeights)];
        }

        var output = new DenseLayer(biases.Length, outputs, new float[outputs.Length / biases.Length]);
        return (new DenseNetwork(hidden, output), Read(_outputBiases));

        static float[] Read(Tensor tensor)
        {
            using var local = tensor.cpu();
            return local.data<float>().ToArray();
        }
    }
}
