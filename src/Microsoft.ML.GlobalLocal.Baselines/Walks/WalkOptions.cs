namespace Microsoft.ML.GlobalLocal;

/// <summary>The options of skip-gram over walks through the graph of users and items.</summary>
public abstract record WalkOptions
{
    /// <summary>The length d of a node's vector, at least 1. Default: 64.</summary>
    public int Dimension { get; init; } = 64;

    /// <summary>The number of nodes of a walk, at least 2. Default: 40.</summary>
    public int WalkLength { get; init; } = 40;

    /// <summary>How far apart in a walk two nodes count as near at most, at least 1. Default: 2.</summary>
    public int Window { get; init; } = 2;

    /// <summary>The number of negatives of a pair of near nodes, at least 1. Default: 5.</summary>
    public int Negatives { get; init; } = 5;

    /// <summary>The exponent a of a node's interactions by which negatives are drawn, at least 0; 0: all nodes alike. Default: 0.</summary>
    public float NoiseExponent { get; init; }

    /// <summary>The learning rate, above 0. Default: 0.01.</summary>
    public float LearningRate { get; init; } = 0.01f;

    /// <summary>
    /// The most epochs, each a walk from every node, at least 1; with held-out interactions training stops earlier where it does not get better.
    /// Default: 60.
    /// </summary>
    public int MaximumEpochs { get; init; } = 60;

    private protected void CheckWalks()
    {
        OptionCheck.AtLeast(Dimension, 1, nameof(Dimension));
        OptionCheck.AtLeast(WalkLength, 2, nameof(WalkLength));
        OptionCheck.AtLeast(Window, 1, nameof(Window));
        OptionCheck.AtLeast(Negatives, 1, nameof(Negatives));
        OptionCheck.AtLeast(NoiseExponent, 0, nameof(NoiseExponent));
        OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
        OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
    }
}
