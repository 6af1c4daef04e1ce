namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What benchmarks are run on.</summary>
internal static class BenchmarkData
{
    /// <summary>Generated interactions as a file; seed 1.</summary>
    public static void Write(string path, int users, int items, int interactions, CancellationToken cancellationToken) =>
        new InteractionGenerator(new() { Users = users, Items = items, Interactions = interactions }).Write(path, cancellationToken: cancellationToken);

    /// <summary>Generated interactions in memory; seed 1.</summary>
    public static InteractionMatrix Create(int users, int items, int interactions) =>
        new InteractionGenerator(new() { Users = users, Items = items, Interactions = interactions }).CreateMatrix();

    /// <summary>The interactions of a file of the data; <see langword="null"/>: a few that are generated.</summary>
    public static InteractionMatrix Read(BenchmarkOptions options, string? file)
    {
        if (file is null)
        {
            return Create(users: 200, items: 200, interactions: 4_000);
        }

        var mlContext = options.CreateContext();
        var view = InteractionLoader.Load(mlContext, Path.Combine(options.Data!, file));
        return InteractionReader.Read(mlContext, FitKeys(mlContext, view).Transform(view)).Interactions;
    }

    /// <summary>What a space is trained on, without a search.</summary>
    public static SpaceTrainingContext CreateContext(BenchmarkOptions options, InteractionMatrix interactions, CancellationToken cancellationToken) => new()
    {
        Interactions = interactions,
        Host = options.CreateContext(),
        Seed = 1,
        Threads = options.Threads,
        CancellationToken = cancellationToken,
    };

    /// <summary>The mapping of a file's ids to keys.</summary>
    public static ITransformer FitKeys(MLContext mlContext, IDataView view) =>
        mlContext.Transforms.Conversion.MapValueToKey([new InputOutputColumnPair("User"), new InputOutputColumnPair("Item")]).Fit(view);

    /// <summary>GW with settings that depend on the data's density alone, so that nothing is searched.</summary>
    public static RepresentationSpace TrainWeightedSquares(BenchmarkOptions options, InteractionMatrix interactions, int dimension, int sweeps, CancellationToken cancellationToken)
    {
        var trainer = new WeightedSquaresTrainer(new() { Dimension = dimension, Sweeps = sweeps, RefinementFactors = [] });
        return trainer.Train(CreateContext(options, interactions, cancellationToken)).Space;
    }

    /// <summary>Ids <c>u0</c>, <c>u1</c>, ..., as those of generated files.</summary>
    public static IdTable CreateIds(string kind, int count) => new(kind, Enumerable.Range(0, count).Select(n => $"{kind[0]}{n}"));
}
