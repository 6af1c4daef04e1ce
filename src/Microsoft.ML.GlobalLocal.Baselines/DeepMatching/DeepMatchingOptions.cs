namespace Microsoft.ML.GlobalLocal;

/// <summary>What the systems that learn a matching network by log loss have in common.</summary>
public abstract record DeepMatchingOptions
{
    /// <summary>The length of the vector that a part of the network ends with; the layers below are wider by it; at least 1. Default: 32.</summary>
    public int Factors { get; init; } = 32;

    /// <summary>The learning rate of Adam, above 0. Default: 0.001, where the system does not say otherwise.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>The L2 regularisation of all that is trained, at least 0. Default: 0.00003.</summary>
    public double L2Regularization { get; init; } = 3e-5;

    /// <summary>The number of negatives that are drawn for every positive, at least 1. Default: 4.</summary>
    public int Negatives { get; init; } = 4;

    /// <summary>The number of pairs in a batch, at least 1. Default: 2048, where the system does not say otherwise.</summary>
    public int BatchSize { get; init; } = 2048;

    /// <summary>The largest number of epochs, at least 1; without held-out interactions, the number of epochs. Default: 100, where the system does not say otherwise.</summary>
    public int MaximumEpochs { get; init; } = 100;

    /// <summary>How many epochs without a better validation metric end the training, at least 1. Default: 10, where the system does not say otherwise.</summary>
    public int Patience { get; init; } = 10;

    internal void Check()
    {
        OptionCheck.AtLeast(Factors, 1, nameof(Factors));
        OptionCheck.Above(LearningRate, 0, nameof(LearningRate));
        OptionCheck.AtLeast((float)L2Regularization, 0, nameof(L2Regularization));
        OptionCheck.AtLeast(Negatives, 1, nameof(Negatives));
        OptionCheck.AtLeast(BatchSize, 1, nameof(BatchSize));
        OptionCheck.AtLeast(MaximumEpochs, 1, nameof(MaximumEpochs));
        OptionCheck.AtLeast(Patience, 1, nameof(Patience));
    }
}
