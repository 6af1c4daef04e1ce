namespace Microsoft.ML.GlobalLocal;

/// <summary>Interactions read from a data view, with the ids behind their indices.</summary>
/// <param name="Interactions">The interactions; user n is key n + 1 of the data, and items likewise.</param>
/// <param name="Users">The users' ids.</param>
/// <param name="Items">The items' ids.</param>
/// <param name="Duplicates">The number of rows that repeat an earlier one; they are merged.</param>
/// <param name="Missing">The number of rows without a user or item key; they are skipped.</param>
public sealed record InteractionData(InteractionMatrix Interactions, IdTable Users, IdTable Items, long Duplicates, long Missing);
