namespace Microsoft.ML.GlobalLocal;

/// <summary>How much of Adam's running means a step keeps.</summary>
/// <param name="Mean">What is kept of the mean of the gradients, from 0 to below 1.</param>
/// <param name="Variance">What is kept of the mean of their squares, from 0 to below 1.</param>
internal readonly record struct AdamDecay(double Mean, double Variance)
{
    // The batches of triplets that the usual ones are meant for.
    private const int UsualBatchSize = 512;

    /// <summary>The usual ones, 0.9 and 0.999.</summary>
    public static AdamDecay Usual { get; } = new(0.9, 0.999);

    /// <summary>
    /// The usual ones for batches of up to 512 triplets. Over larger ones the means go in as many fewer steps, so that they forget as much
    /// per triplet: with the usual ones the first gradients would rule the length of the steps for eight times as many triplets at 4096.
    /// </summary>
    /// <param name="batchSize">The number of triplets in a batch.</param>
    public static AdamDecay OfBatch(int batchSize)
    {
        double steps = Math.Max(1, (double)batchSize / UsualBatchSize);
        return new(Math.Pow(Usual.Mean, steps), Math.Pow(Usual.Variance, steps));
    }
}
