using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>As many users, items and interactions as one machine is meant for: from a file to a zip, and from the zip to an answer in another process.</summary>
internal sealed class LargePart : BenchmarkPart
{
    private const int Dimension = 64;
    private const int Sweeps = 8;
    private const int TopN = 20;

    public override string Name => "large";

    public override string Title => $"A million users, a million items, 20 million interactions: GW at d = {Dimension} with {Sweeps} sweeps, index, zip, first answer";

    public override string Limit =>
        "The tables are 4 d bytes for every user and item, 512 MB, an interaction 8 bytes in both directions, 160 MB. Training: see weighted-squares. The index: items x clusters x d multiply-adds for each pass of k-means. Zip: as fast as zlib packs numbers that hardly pack.";

    public override IReadOnlyList<BenchmarkCase> CreateCases(BenchmarkOptions options)
    {
        var (side, count) = options.Select<(int Side, int Count)>((1_000, 20_000), (1_000_000, 20_000_000));
        string data = Path.Combine(options.WorkFolder, "large.tsv");
        string zip = Path.Combine(options.WorkFolder, "large.zip");
        return
        [
            new BenchmarkCase("generate", (recorder, cancellationToken) =>
            {
                recorder.Measure("write the interactions", count, () => BenchmarkData.Write(data, side, side, count, cancellationToken), count, "interactions");
                recorder.Add("file MB", new FileInfo(data).Length / 1e6);
            }),
            new BenchmarkCase("train", (recorder, cancellationToken) => Train(options, data, zip, count, recorder, cancellationToken)),
            new BenchmarkCase("answer", (recorder, cancellationToken) =>
            {
                var mlContext = options.CreateContext();
                var recommender = recorder.Measure("load the zip", count, () => mlContext.GlobalLocal().CreateRecommender(mlContext.Model.Load(zip, out _)), new FileInfo(zip).Length / 1e6, "MB");
                cancellationToken.ThrowIfCancellationRequested();
                recorder.Measure("first answer", count, () => recommender.Recommend("u0", TopN), 1, "answers");
            }),
        ];
    }

    private static void Train(BenchmarkOptions options, string data, string zip, int count, StepRecorder recorder, CancellationToken cancellationToken)
    {
        var mlContext = options.CreateContext();
        var view = recorder.Measure("check the file", count, () => InteractionLoader.Load(mlContext, data), count, "interactions");
        var keys = recorder.Measure("map the ids", count, () => BenchmarkData.FitKeys(mlContext, view), count, "interactions");
        var read = recorder.Measure("read the matrix", count, () => InteractionReader.Read(mlContext, keys.Transform(view), cancellationToken: cancellationToken), count, "interactions");
        var space = recorder.Measure("train GW", count, () => BenchmarkData.TrainWeightedSquares(options, read.Interactions, Dimension, Sweeps, cancellationToken), (double)count * Sweeps, "interactions x sweeps");
        var index = recorder.Measure("build the index", count, () => ClusteringTrainer.Train(space, null, seed: 1, cancellationToken), space.ItemCount, "items");
        recorder.Add("clusters", index.ClusterCount);
        var model = new GlobalLocalModel(read.Users, read.Items, read.Interactions, AttentionModel.OfOne(space, read.Interactions), index);
        var chain = new TransformerChain<ITransformer>(keys, new GlobalLocalTransformer(mlContext, model));
        recorder.Measure("save the zip", count, () => mlContext.GlobalLocal().Save(chain, view.Schema, zip));
        recorder.Add("zip MB", new FileInfo(zip).Length / 1e6);
    }
}
