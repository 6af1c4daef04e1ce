using Microsoft.ML.Data;

namespace PlainHost;

/// <summary>What the model says of a pair; NaN where it does not know one of the two.</summary>
internal sealed class Scored
{
    public float Score { get; set; }

    [VectorType]
    public float[] AttentionWeights { get; set; } = [];
}
