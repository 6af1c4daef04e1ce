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

    /// <summary>The mapping of a file's ids to keys.</summary>
    public static ITransformer FitKeys(MLContext mlContext, IDataView view) =>
        mlContext.Transforms.Conversion.MapValueToKey([new InputOutputColumnPair("User"), new InputOutputColumnPair("Item")]).Fit(view);

    /// <summary>GW with settings that depend on the data's density alone, so that nothing is searched.</summary>
    public static RepresentationSpace TrainWeightedSquares(BenchmarkOptions options, InteractionMatrix interactions, int dimension, int sweeps, CancellationToken cancellationToken)
    {
        var trainer = new WeightedSquaresTrainer(new() { Dimension = dimension, Sweeps = sweeps, RefinementFactors = [] });
        return trainer.Train(new SpaceTrainingContext
        {
            Interactions = interactions,
            Host = options.CreateContext(),
            Seed = 1,
            Threads = options.Threads,
            CancellationToken = cancellationToken,
        }).Space;
    }

    /// <summary>Ids <c>u0</c>, <c>u1</c>, ..., as those of generated files.</summary>
    public static IdTable CreateIds(string kind, int count) => new(kind, Enumerable.Range(0, count).Select(n => $"{kind[0]}{n}"));

    /// <summary>Users that are evenly spread over all.</summary>
    public static int[] Sample(int users, int count) => [.. Enumerable.Range(0, Math.Min(users, count)).Select(n => (int)((long)n * users / Math.Min(users, count)))];
}
