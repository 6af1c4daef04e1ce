namespace Microsoft.ML.GlobalLocal;

/// <summary>What the attention network reads of a user-item pair.</summary>
public enum AttentionInputs
{
    /// <summary>The pair's scaled score in every space, the log of the user's number of interactions, the log of the item's.</summary>
    Scores,

    /// <summary>The user's and the item's vector in every space, as in the paper (Eqs. 7 and 8).</summary>
    Representations,
}
