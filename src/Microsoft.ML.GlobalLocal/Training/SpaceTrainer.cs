namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains one representation space from interactions. This is the one interface by which a user adds a space: derive, return a
/// <see cref="VectorSpace"/>, a <see cref="NeighbourhoodSpace"/> or a <see cref="ScoringSpace"/> of your own, and hand the trainer to
/// <c>mlContext.GlobalLocal().Spaces.Custom</c> or to the trainer of the whole model.
/// </summary>
/// <example>
/// <code>
/// sealed class PopularitySpace : SpaceTrainer
/// {
///     public override string Name => "Popularity";
///
///     public override TrainedSpace Train(SpaceTrainingContext context)
///     {
///         var items = new float[context.Interactions.ItemCount];
///         for (int i = 0; i &lt; items.Length; i++)
///             items[i] = context.Interactions.Transposed.GetCount(i);
///         var users = Enumerable.Repeat(1f, context.Interactions.UserCount).ToArray();
///         return new TrainedSpace(new VectorSpace(Name, 1, users, items, VectorSimilarity.Product), this);
///     }
/// }
/// </code>
/// </example>
public abstract class SpaceTrainer
{
    /// <summary>The name of the space that is trained, such as <c>GD</c>; unique within a model.</summary>
    public abstract string Name { get; }

    /// <summary>
    /// Trains the space. With <see cref="SpaceTrainingContext.Validation"/> the trainer chooses its hyper-parameters by it, and returns
    /// beside the space a trainer that has them fixed; without, it trains with the hyper-parameters that it has.
    /// </summary>
    /// <param name="context">The interactions, the held-out part, and what else a run needs.</param>
    /// <returns>The space and the trainer with the hyper-parameters that made it.</returns>
    public abstract TrainedSpace Train(SpaceTrainingContext context);

    /// <summary>
    /// Why the space can't be trained on this data, such as a catalogue too large for it; <see langword="null"/> where it can. The trainer of
    /// the whole model leaves such a space out and says so.
    /// </summary>
    /// <param name="interactions">The interactions that would be trained on.</param>
    public virtual string? GetObstacle(InteractionMatrix interactions) => null;
}
