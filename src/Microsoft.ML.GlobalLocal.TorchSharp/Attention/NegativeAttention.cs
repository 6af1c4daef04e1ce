namespace Microsoft.ML.GlobalLocal;

/// <summary>By which weights the negative item of a triplet is blended in training; in prediction every item has its own.</summary>
public enum NegativeAttention
{
    /// <summary>The weights of the user and the positive item, as in the paper: the negative is left out of the attention.</summary>
    Positive,

    /// <summary>The weights of the user and the negative item itself, as in prediction.</summary>
    Own,
}
