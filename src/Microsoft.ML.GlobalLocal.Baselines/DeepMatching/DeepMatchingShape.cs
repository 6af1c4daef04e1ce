namespace Microsoft.ML.GlobalLocal;

/// <summary>What a matching network is made of.</summary>
/// <param name="UserRows">What the users' side reads: a row of ones per user.</param>
/// <param name="ItemRows">What the items' side reads: a row of ones per item.</param>
/// <param name="Products">The parts that multiply a user's and an item's vector.</param>
/// <param name="Perceptron">The part with layers over both vectors; <see langword="null"/>: none.</param>
internal sealed record DeepMatchingShape(InteractionMatrix UserRows, InteractionMatrix ItemRows, IReadOnlyList<ProductShape> Products, PerceptronShape? Perceptron);

/// <summary>The shape of a <see cref="ProductPart"/>.</summary>
/// <param name="Dimension">The length of the vector that the linear layer over the input gives.</param>
/// <param name="Layers">The sizes of the ReLU layers above it; may be none.</param>
/// <param name="Attention">Whether the layers also read that vector times a softmax of itself.</param>
internal sealed record ProductShape(int Dimension, IReadOnlyList<int> Layers, bool Attention);

/// <summary>The shape of a <see cref="PerceptronPart"/>.</summary>
/// <param name="Dimension">The length d of a user's, and of an item's, vector.</param>
/// <param name="Layers">The sizes of the ReLU layers over both; at least one.</param>
/// <param name="Attention">Whether the first layer also reads both vectors times a softmax over their 2 d units.</param>
internal sealed record PerceptronShape(int Dimension, IReadOnlyList<int> Layers, bool Attention);
