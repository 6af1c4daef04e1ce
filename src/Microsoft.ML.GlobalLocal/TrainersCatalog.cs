namespace Microsoft.ML.GlobalLocal;

/// <summary>Trainers of whole models: <c>mlContext.GlobalLocal().Trainers</c>. Packages that train add their methods to it.</summary>
public sealed class TrainersCatalog
{
    internal TrainersCatalog(MLContext context)
    {
        Context = context;
    }

    internal MLContext Context { get; }
}
