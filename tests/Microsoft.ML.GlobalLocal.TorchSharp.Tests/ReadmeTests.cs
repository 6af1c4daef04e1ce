using System.Runtime.CompilerServices;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

/// <summary>
/// The C# of README.md and docs/re-ranking.md, line by line, run on a small table under the paths that it names. A block of theirs that does not stand here
/// as it does there fails a test, so change both.
/// </summary>
public sealed class ReadmeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("globallocal-readme-").FullName;
    private readonly string _previous = Environment.CurrentDirectory;

    public ReadmeTests()
    {
        TorchBackend.Start();
        Environment.CurrentDirectory = _folder;
        WriteData("datasets/debian-dependencies/interactions.tsv");
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _previous;
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/re-ranking.md")]
    public void Every_block_stands_in_this_file(string page)
    {
        string code = Normalize(File.ReadAllLines(GetPath()));
        var blocks = ReadBlocks(Path.Combine(Path.GetDirectoryName(GetPath())!, "..", "..", page));
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => Assert.Contains(block, code));
    }

    [Fact]
    public void The_code_runs()
    {
        var ml = new MLContext(seed: 1);
        var data = InteractionLoader.Load(ml, "datasets/debian-dependencies/interactions.tsv");
        var (train, test) = InteractionSplitter.HoldOutPerUser(data, count: 3, seed: 1);
        var pipeline = ml.Transforms.Conversion.MapValueToKey("User")
            .Append(ml.Transforms.Conversion.MapValueToKey("Item"))
            .Append(ml.GlobalLocal().Trainers.GlobalLocal(userColumnName: "User", itemColumnName: "Item"));
        var model = pipeline.Fit(train);
        var metrics = ml.GlobalLocal().Evaluate(model, test, topN: 10);
        var top = ml.GlobalLocal().CreateRecommender(model).Recommend("gimp", count: 10);
        ml.Model.Save(model, train.Schema, "model.zip");

        Assert.Equal(Blocks.Users, metrics.Users);
        Assert.Equal(10, top.Count);
        RunPieces(ml, train, model);
        RunHost(top);
    }

    [Fact]
    public void A_space_of_ones_own_is_trained_alone_and_in_a_model()
    {
        var ml = new MLContext(seed: 1);
        var data = InteractionLoader.Load(ml, "datasets/debian-dependencies/interactions.tsv");
        var keys = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item"));
        var keyed = keys.Fit(data).Transform(data);

        var alone = ml.GlobalLocal().Spaces.Custom(new RandomProjectionTrainer()).Fit(keyed);
        var trainer = ml.GlobalLocal().Trainers.GlobalLocal(new GlobalLocalTrainer.Options
        {
            Spaces = [new WeightedSquaresTrainer(), new SpectralTrainer(), new RandomProjectionTrainer()],
        });

        Assert.Equal("RP", alone.Space.Name);
        Assert.All(FoldIn(alone, 0), (value, n) => Assert.Equal(value, alone.Space.GetUserVector(0)[n], tolerance: 1e-5f));
        Assert.Equal(["GW", "GS", "RP"], trainer.Fit(keyed).Model.Attention.Spaces.Select(space => space.Name));
    }

    [Fact]
    public void The_index_is_made_for_the_recall_asked_for()
    {
        var ml = new MLContext(seed: 1);
        var data = InteractionLoader.Load(ml, "datasets/debian-dependencies/interactions.tsv");
        var keys = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item"));
        var trainer = ml.GlobalLocal().Trainers.GlobalLocal(new() { TargetRecall = 0.99 });

        Assert.True(trainer.Fit(keys.Fit(data).Transform(data)).Model.IndexRecall?.Measured >= 0.99);
    }

    [Fact]
    public void The_device_is_asked_for_in_the_context()
    {
        var ml = new MLContext(seed: 1) { GpuDeviceId = 0, FallbackToCpu = true };

        Assert.NotNull(TorchBackend.GetDevice(ml));
    }

    [Fact]
    public void Re_ranking_is_one_pipeline_and_one_zip()
    {
        File.WriteAllLines("packages.tsv", Enumerable.Range(0, Blocks.Items).Select(item => $"item{item}\t{item}").Prepend("item\tsize"));
        var ml = new MLContext(seed: 1);
        var data = InteractionLoader.Load(ml, "datasets/debian-dependencies/interactions.tsv");
        var train = InteractionSplitter.HoldOutPerUser(data, count: 3, seed: 1).Train;

        var packages = ml.Data.LoadFromTextFile<Package>("packages.tsv", hasHeader: true);
        var ids = ml.Transforms.Conversion;
        var reranking = ids.MapValueToKey("User")
            .Append(ids.MapValueToKey("Item"), TransformerScope.Training)
            .Append(ml.GlobalLocal().Rerank(
                ml.GlobalLocal().Trainers.GlobalLocal(),
                ml.Transforms.ReplaceMissingValues("Features")
                    .Append(ml.Ranking.Trainers.FastTree(numberOfLeaves: 8, numberOfTrees: 50)),
                new() { TopN = 10, Candidates = new() { Count = 100, ItemData = packages, ItemColumns = ["Size"] } }))
            .Append(ids.MapKeyToValue("Items"));
        var reranked = reranking.Fit(train);
        ml.Model.Save(reranked, train.Schema, "reranked.zip");

        var lists = RunRerankingHost();
        Assert.Equal(2, lists.Count);
        Assert.Equal(10, lists[0].Items.Distinct().Count());
        Assert.All(lists[0].Scores, score => Assert.True(float.IsFinite(score)));
        Assert.Equal(lists[0].Scores.OrderDescending(), lists[0].Scores);
        Assert.All(lists[1].Items, item => Assert.Equal("", item));
        var own = train.GetColumn<string>("User").Zip(train.GetColumn<string>("Item")).Where(row => row.First == "gimp").Select(row => row.Second);
        Assert.Empty(own.Intersect(lists[0].Items));
    }

    private static void RunPieces(MLContext ml, IDataView train, TransformerChain<GlobalLocalTransformer> model)
    {
        var keys = ml.Transforms.Conversion.MapValueToKey("User").Append(ml.Transforms.Conversion.MapValueToKey("Item"));
        var keyed = keys.Fit(train).Transform(train);

        // A space adds the columns GW.User and GW.Item (vectors) and GW.Score.
        var space = ml.GlobalLocal().Spaces.WeightedSquares().Fit(keyed);

        // Clusters of its items add the columns Cluster and NearestClusters.
        var clusters = ml.GlobalLocal().Clusters(space.Space, new() { Clusters = 4, NearestClusters = 2 }).Fit(keyed);

        // Triplets (user, positive item, negative item) are other rows, so they belong to training: without a scope,
        // Transform leaves the step out, and so does all scoring.
        var local = new TripletEstimator.Options { Index = clusters.Index, CandidateClusters = 2 };
        var triplets = keys.Append(ml.GlobalLocal().Triplets(local), TransformerScope.Training).Fit(train);
        var rows = triplets.Transform(train, TransformerScope.Training);

        // Attention over spaces of your choice adds Score and AttentionWeights, whose slots are named by the spaces.
        var attention = ml.GlobalLocal().Attention([new WeightedSquaresTrainer(), new NeighbourhoodTrainer()]).Fit(keyed);

        // Recommendation adds Items (N keys, best first) and Scores to every row with a user.
        var recommend = ml.GlobalLocal().Recommend(model, topN: 5).Append(ml.Transforms.Conversion.MapKeyToValue("Items"));
        var lists = recommend.Fit(keyed).Transform(keyed);

        Assert.All(["GW.User", "GW.Item", "GW.Score"], name => Assert.NotNull(space.GetOutputSchema(keyed.Schema).GetColumnOrNull(name)));
        Assert.All(["Cluster", "NearestClusters"], name => Assert.NotNull(clusters.GetOutputSchema(keyed.Schema).GetColumnOrNull(name)));
        Assert.Equal(["User", "Positive", "Negative"], rows.Schema.Select(column => column.Name));
        Assert.Null(triplets.Transform(train).Schema.GetColumnOrNull("Negative"));
        Assert.All(attention.Transform(keyed).GetColumn<float>("Score"), score => Assert.True(float.IsFinite(score)));
        var first = lists.GetColumn<ReadOnlyMemory<char>[]>("Items").First().Select(item => item.ToString());
        var user = train.GetColumn<string>("User").First();
        Assert.Equal(ml.GlobalLocal().CreateRecommender(model).Recommend(user, 5).Select(item => item.Item), first);
    }

    private static void RunHost(IReadOnlyList<Recommendation> expected)
    {
        var ml = new MLContext();
        var model = ml.Model.Load("model.zip", out _);

        // A pair to its score. Like every PredictionEngine it serves one thread at a time.
        var engine = ml.Model.CreatePredictionEngine<Pair, Scored>(model);
        var scored = engine.Predict(new Pair { User = "gimp", Item = "libpng16-16" });

        // A user to a list. One recommender serves all threads of the host.
        var recommender = ml.GlobalLocal().CreateRecommender(model);
        var top = recommender.Recommend("gimp", count: 10);
        var some = recommender.Recommend("gimp", count: 10, new() { Deny = ["libpng16-16"] });
        var fresh = recommender.RecommendFor(["libpng16-16", "libtiff6"], count: 10);
        var alike = recommender.SimilarItems("libpng16-16");
        var why = recommender.Explain("gimp", top[0].Item);

        Assert.Equal(expected, top);
        Assert.Equal(1, scored.AttentionWeights.Sum(), tolerance: 1e-5);
        Assert.True(float.IsNaN(engine.Predict(new Pair { User = "gimp", Item = "unknown" }).Score));
        Assert.DoesNotContain(some, item => item.Item == "libpng16-16");
        Assert.DoesNotContain(fresh, item => item.Item is "libpng16-16" or "libtiff6");
        Assert.Equal(10, alike.Count);
        Assert.Equal(top[0].Score, why.Score, tolerance: 1e-4);
        Assert.ThrowsAny<KeyNotFoundException>(() => recommender.Recommend("unknown"));
    }

    private static List<RankedList> RunRerankingHost()
    {
        var ml = new MLContext();
        var model = ml.Model.Load("reranked.zip", out _);
        var users = ml.Data.LoadFromEnumerable([new Request { User = "gimp" }, new Request { User = "unknown" }]);
        var lists = ml.Data.CreateEnumerable<RankedList>(model.Transform(users), reuseRowObject: false).ToList();

        return lists;
    }

    private static float[] FoldIn(SpaceTransformer trained, int user)
    {
        var vector = new float[trained.Space.Dimension];
        trained.Space.FoldIn(trained.Interactions.GetItems(user), vector);
        return vector;
    }

    /// <summary>The blocks of <see cref="Blocks"/>, with the names that the README uses.</summary>
    private static void WriteData(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var lines = from user in Enumerable.Range(0, Blocks.Users)
                    from item in Blocks.Train.GetItems(user).ToArray()
                    select $"{(user == 0 ? "gimp" : $"user{user}")}\t{item switch { 2 => "libpng16-16", 3 => "libtiff6", _ => $"item{item}" }}";
        File.WriteAllLines(path, lines.Prepend("user\titem"));
    }

    private static List<string> ReadBlocks(string page)
    {
        var blocks = new List<string>();
        List<string>? block = null;
        foreach (string line in File.ReadLines(page))
        {
            if (block is null)
            {
                block = line == "```csharp" ? [] : null;
            }
            else if (line == "```")
            {
                blocks.Add(Normalize(block));
                block = null;
            }
            else
            {
                block.Add(line);
            }
        }

        return blocks;
    }

    /// <summary>The lines as they are but for their indentation.</summary>
    private static string Normalize(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => line.Trim())) + "\n";

    private static string GetPath([CallerFilePath] string path = "") => path;

    public sealed class Pair
    {
        public string User { get; set; } = "";

        public string Item { get; set; } = "";
    }

    public sealed class Scored
    {
        public float Score { get; set; }

        [VectorType]
        public float[] AttentionWeights { get; set; } = [];
    }

    public sealed class Package
    {
        [LoadColumn(0)]
        public string Item { get; set; } = "";

        [LoadColumn(1)]
        public float Size { get; set; }
    }

    public sealed class Request
    {
        public string User { get; set; } = "";
    }

    public sealed class RankedList
    {
        [VectorType]
        public string[] Items { get; set; } = [];

        [VectorType]
        public float[] Scores { get; set; } = [];
    }

    public sealed class RandomProjectionTrainer(int dimension = 64) : SpaceTrainer
    {
        public override string Name => "RP";

        public override TrainedSpace Train(SpaceTrainingContext context)
        {
            var random = new Random(context.Seed);
            var interactions = context.Interactions;
            var items = new float[interactions.ItemCount * dimension];
            for (int user = 0; user < interactions.UserCount; user++)
            {
                for (int n = 0; n < dimension; n++)
                {
                    float sign = random.Next(2) == 0 ? -1 : 1;
                    foreach (int item in interactions.GetItems(user))
                    {
                        items[item * dimension + n] += sign / MathF.Sqrt(interactions.Transposed.GetCount(item));
                    }
                }
            }

            // The mean of its items' vectors, as for a user who comes later.
            var users = new float[interactions.UserCount * dimension];
            for (int user = 0; user < interactions.UserCount; user++)
            {
                foreach (int item in interactions.GetItems(user))
                {
                    for (int n = 0; n < dimension; n++)
                    {
                        users[user * dimension + n] += items[item * dimension + n] / interactions.GetCount(user);
                    }
                }
            }

            return new TrainedSpace(new VectorSpace(Name, dimension, users, items, VectorSimilarity.Product), this);
        }
    }
}
