namespace Microsoft.ML.GlobalLocal;

/// <summary>Trainers of whole models: <c>mlContext.GlobalLocal().Trainers</c>. Packages that train add their methods to it.</summary>
public sealed class TrainersCatalog
{
    internal TrainersCatalog(MLContext context)
    {
        Context = context;
    }

    internal MLContext Context { get; }

    /// <summary>A whole model of one space alone, by any trainer of a space.</summary>
    /// <param name="trainer">What trains the space.</param>
    /// <param name="options">The columns and what else a fit needs; default: those of <see cref="SpaceEstimator.Options"/>.</param>
    public SingleSpaceTrainer SingleSpace(SpaceTrainer trainer, SpaceEstimator.Options? options = null) => new(Context, trainer, options);
}
