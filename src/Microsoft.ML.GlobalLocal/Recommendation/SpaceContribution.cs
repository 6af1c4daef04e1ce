namespace Microsoft.ML.GlobalLocal;

/// <summary>What a space contributes to a score.</summary>
/// <param name="Space">The name of the space.</param>
/// <param name="Weight">Its attention weight alpha (Eq. 8); the weights of a pair sum to 1.</param>
/// <param name="Score">The pair's score in the space, scaled to unit variance.</param>
public sealed record SpaceContribution(string Space, float Weight, float Score);
