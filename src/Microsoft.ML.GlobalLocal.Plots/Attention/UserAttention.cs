namespace Microsoft.ML.GlobalLocal;

/// <summary>The attention's weights of one user and its best items.</summary>
/// <param name="Activity">The user's number of interactions.</param>
/// <param name="Popularity">The items' numbers of users: [items].</param>
/// <param name="Weights">The weights of every item: [items][spaces].</param>
internal sealed record UserAttention(int Activity, int[] Popularity, float[][] Weights)
{
    /// <summary>The mean weight of a space over the items.</summary>
    public double GetMean(int space) => Weights.Average(weights => weights[space]);
}
