namespace Microsoft.ML.GlobalLocal;

/// <summary>A training triplet (u, i+, i-): the user interacted with the positive item and not with the negative one.</summary>
/// <param name="User">The index of the user u.</param>
/// <param name="Positive">The index of the item i+.</param>
/// <param name="Negative">The index of the item i-.</param>
public readonly record struct Triplet(int User, int Positive, int Negative);
