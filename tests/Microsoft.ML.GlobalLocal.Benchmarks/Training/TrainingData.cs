namespace Microsoft.ML.GlobalLocal.Benchmarks.Training;

/// <summary>
/// The interactions that training is measured on: public data where the folder <c>GLOBALLOCAL_DATASETS</c> has it, else random ones of the same size,
/// half of whose items are drawn from the first tenth.
/// </summary>
internal static class TrainingData
{
    private static readonly Lazy<InteractionMatrix> LazyMovieLens = new(() => Load("ml-100k/half/train.tsv", 943, 1_682, 50_000));
    private static readonly Lazy<InteractionMatrix> LazyGowalla = new(() => Load("gowalla/train.tsv", 29_858, 40_981, 810_128));

    /// <summary>MovieLens-100k, half of it.</summary>
    public static InteractionMatrix MovieLens => LazyMovieLens.Value;

    /// <summary>Gowalla: 29,858 users, 40,981 items, 810,128 interactions.</summary>
    public static InteractionMatrix Gowalla => LazyGowalla.Value;

    private static InteractionMatrix Load(string file, int users, int items, int count)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("GLOBALLOCAL_DATASETS") ?? "", file);
        if (!File.Exists(path))
        {
            Console.WriteLine($"// '{path}' is not there: random interactions instead.");
            var random = new Random(1);
            return InteractionMatrix.FromPairs(
                [.. Enumerable.Range(0, count).Select(_ => random.Next(users))],
                [.. Enumerable.Range(0, count).Select(_ => random.Next(random.Next(2) == 0 ? items / 10 : items))],
                users,
                items);
        }

        var mlContext = new MLContext();
        var view = InteractionLoader.Load(mlContext, path);
        var keys = mlContext.Transforms.Conversion;
        return InteractionReader.Read(mlContext, keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(view).Transform(view)).Interactions;
    }
}
