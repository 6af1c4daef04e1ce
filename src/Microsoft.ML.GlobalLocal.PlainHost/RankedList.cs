using Microsoft.ML.Data;

namespace PlainHost;

/// <summary>The best items of a user, best first.</summary>
internal sealed class RankedList
{
    [VectorType]
    public string[] Items { get; set; } = [];

    [VectorType]
    public float[] Scores { get; set; } = [];
}
