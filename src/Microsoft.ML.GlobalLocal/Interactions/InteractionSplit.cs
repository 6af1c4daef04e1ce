namespace Microsoft.ML.GlobalLocal;

/// <summary>Interactions in two parts.</summary>
/// <param name="Train">The rows to train on.</param>
/// <param name="Test">The rows held out.</param>
public sealed record InteractionSplit(IDataView Train, IDataView Test);
