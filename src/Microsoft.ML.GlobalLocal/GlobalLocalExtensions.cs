using Microsoft.ML.GlobalLocal;

namespace Microsoft.ML;

/// <summary>Adds this library to <see cref="MLContext"/>.</summary>
public static class GlobalLocalExtensions
{
    /// <summary>Top-N recommendation by attention on global and local representation spaces.</summary>
    /// <param name="mlContext">The context.</param>
    public static GlobalLocalCatalog GlobalLocal(this MLContext mlContext)
    {
        ArgumentNullException.ThrowIfNull(mlContext);
        return new GlobalLocalCatalog(mlContext);
    }
}
