namespace Microsoft.ML.GlobalLocal;

/// <summary>The parts of <see cref="NeuMfTrainer"/>.</summary>
public enum NeuMfParts
{
    /// <summary>Both, fused: NeuMF.</summary>
    Both,

    /// <summary>GMF alone.</summary>
    Factorization,

    /// <summary>MLP alone.</summary>
    Perceptron,
}
