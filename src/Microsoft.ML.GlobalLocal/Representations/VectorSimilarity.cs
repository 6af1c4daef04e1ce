namespace Microsoft.ML.GlobalLocal;

/// <summary>How two vectors of a space are compared; higher is more alike.</summary>
public enum VectorSimilarity
{
    /// <summary>The dot product &lt;u, i&gt;.</summary>
    Product,

    /// <summary>The negative Euclidean distance -|u - i|.</summary>
    NegativeDistance,
}
