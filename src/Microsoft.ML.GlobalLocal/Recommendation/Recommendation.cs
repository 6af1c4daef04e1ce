namespace Microsoft.ML.GlobalLocal;

/// <summary>One recommended item.</summary>
/// <param name="Item">The item's id.</param>
/// <param name="Score">Its score; only its order within a list means something.</param>
public sealed record Recommendation(string Item, float Score);
