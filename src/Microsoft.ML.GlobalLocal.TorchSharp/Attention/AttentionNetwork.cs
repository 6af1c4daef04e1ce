using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The attention network of Fig. 3 in training: a logit per space and pair, whose softmax over the spaces is alpha (Eq. 8). It reads the pair's
/// vectors, through a network f_r per space (Eq. 7), or its scaled scores, through one network. It lives in the dispose scope of the caller.
/// </summary>
internal sealed class AttentionNetwork
{
    private readonly AttentionInputs _inputs;
    private readonly FeedForwardNetwork[] _networks;
    private readonly Parameter _biases;

    /// <summary>Makes a network with random values.</summary>
    /// <param name="spaces">The spaces.</param>
    /// <param name="options">The inputs and the sizes of the layers.</param>
    /// <param name="random">The source of the first values.</param>
    /// <param name="device">The device to compute on.</param>
    public AttentionNetwork(IReadOnlyList<RepresentationSpace> spaces, AttentionTrainer.Options options, Random random, Device device)
    {
        _inputs = options.Inputs;
        _networks = _inputs == AttentionInputs.Representations
            ? [.. spaces.Select(space => new FeedForwardNetwork(space.Dimension, [.. options.HiddenLayers, options.AttentionDimension], random, device))]
            : [new FeedForwardNetwork(spaces.Count + 2, [.. options.HiddenLayers, spaces.Count], random, device)];
        _biases = new Parameter(zeros(spaces.Count, device: device));
    }

    /// <summary>All that is trained.</summary>
    public IEnumerable<Parameter> Parameters => _networks.SelectMany(network => network.Parameters).Append(_biases);

    /// <summary>The weights of the spaces for some pairs: [B, spaces].</summary>
    public Tensor ComputeAlpha(AttentionPairs pairs)
    {
        var logits = _inputs == AttentionInputs.Representations
            ? stack(_networks.Select((network, r) => (network.Apply(pairs.Users[r]) * network.Apply(pairs.Items[r])).sum(-1)), dim: 1)
            : _networks[0].Apply(pairs.Scores);
        return nn.functional.softmax(logits.Plus(_biases), dim: 1);
    }

    /// <summary>What managed code evaluates.</summary>
    public AttentionExport Export() => new(_inputs, [.. _networks.Select(network => network.Export())], FeedForwardNetwork.Read(_biases));
}
