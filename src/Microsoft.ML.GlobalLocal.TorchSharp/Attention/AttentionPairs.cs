using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>What the attention network reads and blends of B user-item pairs.</summary>
/// <param name="Users">The users' vectors in each space: [B, d_r]; empty where only scores are used.</param>
/// <param name="Items">The items' vectors in each space: [B, d_r]; empty where only scores are used.</param>
/// <param name="Scores">The scaled score in each space, the log of one plus the user's and the item's number of interactions: [B, spaces + 2].</param>
internal sealed record AttentionPairs(Tensor[] Users, Tensor[] Items, Tensor Scores);
