namespace Microsoft.ML.GlobalLocal;

/// <summary>What the attention weights blend.</summary>
public enum Blend
{
    /// <summary>
    /// The spaces' scores, each scaled to unit variance: sum over r of alpha_r s_r(u, i), times the pair's factor where the attention learned one. No cross
    /// terms between unrelated spaces, and open to spaces whose score is no product of vectors.
    /// </summary>
    Scores,

    /// <summary>The vectors, as in the paper (Eq. 9): u = sum of alpha_r g_r(u), i likewise; the score compares the blended vectors.</summary>
    Representations,
}
