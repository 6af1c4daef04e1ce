namespace Microsoft.ML.GlobalLocal;

/// <summary>A user, an item (or a node above items), and whether the user has it: what a log loss is computed of.</summary>
/// <param name="User">The user's index.</param>
/// <param name="Item">The index of the item or node.</param>
/// <param name="Positive">Whether the user has it.</param>
internal readonly record struct LabelledPair(int User, int Item, bool Positive);
