namespace Microsoft.ML.GlobalLocal;

/// <summary>The options of attention over scores that is trained by ranking: among a user's best candidates, held-out items shall come first.</summary>
public sealed record AttentionOptions
{
    /// <summary>The number of parts that every user's interactions are dealt into, at least 2; a part is held out at a time. Default: 10.</summary>
    public int Parts { get; init; } = 10;

    /// <summary>
    /// The largest number of parts that are held out, one after the other, each time training the spaces anew: more make the attention better and training
    /// longer. From 1 to <see cref="Parts"/>; no more are held out than give <see cref="MaximumLists"/> lists. Default: 4.
    /// </summary>
    public int Rounds { get; init; } = 4;

    /// <summary>The number of a user's best candidates that the attention is trained to rank, at least 1. Default: 60.</summary>
    public int Candidates { get; init; } = 60;

    /// <summary>The number of units of the network's hidden layer, at least 1. Default: 16.</summary>
    public int HiddenUnits { get; init; } = 16;

    /// <summary>
    /// Whether the network also learns a factor of a pair, between 0 and 2, which its blended score is multiplied with: weights only choose among the
    /// spaces, while the factor can make up for what they have in common, such as too few popular items for small users. It is learned from
    /// interactions held out at random: where popularity shifts with time, it need not hold. Default: yes.
    /// </summary>
    public bool LearnsPairFactor { get; init; } = true;

    /// <summary>The learning rate of Adam. Default: 0.02.</summary>
    public double LearningRate { get; init; } = 0.02;

    /// <summary>The L2 regularisation of the network. Default: 1e-4.</summary>
    public double L2Regularization { get; init; } = 1e-4;

    /// <summary>The number of lists in a batch, at least 1. Default: 256.</summary>
    public int BatchLists { get; init; } = 256;

    /// <summary>The largest number of lists that the attention is trained by; of more, evenly spread ones are taken. Default: 25000.</summary>
    public int MaximumLists { get; init; } = 25_000;

    /// <summary>The largest number of epochs; cross-validation chooses how many are used. Default: 20.</summary>
    public int MaximumEpochs { get; init; } = 20;

    /// <summary>How many epochs without a better list end the cross-validation, at least 1. Default: 10.</summary>
    public int Patience { get; init; } = 10;

    /// <summary>The number of folds of that cross-validation over users, at least 2. Default: 2.</summary>
    public int Folds { get; init; } = 2;

    /// <summary>
    /// Whether a space that gets the weight 0 for every pair stays in the model all the same, so that a re-ranker can read its scores. Default: no.
    /// </summary>
    public bool KeepUnusedSpaces { get; init; }
}
