using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

/// <summary>What every estimator of the library must do, for those of this package; and what they train, in a process without libtorch.</summary>
public class GlobalLocalTrainerContractTests
{
    private static readonly MLContext Context = new(seed: 1);
    private static readonly IDataView Raw = TestInput.Rows(Context, Blocks.Train);
    private static readonly IDataView Keyed = TestInput.Keyed(Context, Blocks.Train);

    public static TheoryData<string> Names => ["model", "attention", "attention with vectors", "network"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Promises_the_schema_that_is_delivered(string name)
    {
        var (promised, delivered) = TestInput.GetSchemas(Create(name), Keyed);
        Assert.Equal(delivered, promised);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Missing_and_wrong_columns_are_told_before_the_fit(string name)
    {
        var estimator = Create(name);
        Assert.Contains("'User' has type 'String'", Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(TestInput.Shape(Raw.Schema))).Message);
        Assert.Contains("'User'", Assert.Throws<ArgumentException>(() => estimator.Fit(Raw)).Message);
        var other = Context.Data.LoadFromEnumerable([new { Other = 1f }]);
        Assert.Contains("no column 'User'", Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(TestInput.Shape(other.Schema))).Message);
        Assert.Throws<ArgumentException>(() => estimator.Fit(other));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_the_same_after_saving_and_loading(string name)
    {
        var model = Create(name).Fit(Keyed);
        var loaded = TestInput.SaveAndLoad(Context, model, Keyed);
        Assert.Equal(TestInput.Unzip(Context, model, Keyed), TestInput.Unzip(Context, loaded, Keyed));
        string score = name == "network" ? "LP.Score" : "Score";
        Assert.Equal(model.Transform(Keyed).GetColumn<float>(score), loaded.Transform(Keyed).GetColumn<float>(score));
    }

    [Theory]
    [InlineData("net8.0")]
    [InlineData("net10.0")]
    public void A_process_without_libtorch_recommends_the_same(string framework)
    {
        var model = TestInput.Keys(Context).Append(Create("model")).Fit(Raw);
        string path = Path.GetTempFileName();
        try
        {
            Context.GlobalLocal().Save(model, Raw.Schema, path);
            var expected = Context.GlobalLocal().CreateRecommender(model).Recommend("u3", 4)
                .Select((recommendation, n) => FormattableString.Invariant($"{n + 1}\t{recommendation.Item}\t{recommendation.Score:R}"));
            Assert.Equal(expected, RunHost(framework, path, "u3", "4").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_catalog_names_the_columns()
    {
        var trainer = Context.GlobalLocal().Trainers.GlobalLocal("Customer", "Product");
        Assert.Contains("no column 'Customer'", Assert.Throws<ArgumentException>(() => trainer.GetOutputSchema(TestInput.Shape(Keyed.Schema))).Message);
    }

    private static IEstimator<ITransformer> Create(string name)
    {
        var catalog = Context.GlobalLocal();
        return name switch
        {
            "model" => catalog.Trainers.GlobalLocal(new GlobalLocalTrainer.Options { Spaces = TestInput.QuickSpaces, Attention = TestInput.QuickAttention, TopN = 2, Threads = 1 }),
            "attention" => catalog.Attention(TestInput.QuickSpaces, new AttentionEstimator.Options { Attention = TestInput.QuickAttention, TopN = 2, Threads = 1 }),
            "attention with vectors" => catalog.Attention(
                [new RepresentationNetworkTrainer(TestInput.QuickNetwork)], new AttentionEstimator.Options { TripletAttention = new() { MaximumEpochs = 1 }, Threads = 1, BlendedVectors = true }),
            "network" => catalog.Spaces.Network(TestInput.QuickNetwork with { Loss = TripletLoss.Product, Triplets = TripletSource.Local }, new SpaceEstimator.Options { Threads = 1 }),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
        };
    }

    private static string RunHost(string framework, params string[] arguments)
    {
        string pattern = typeof(GlobalLocalTrainerContractTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LightHost").Value!;
        string host = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, string.Format(CultureInfo.InvariantCulture, pattern, framework)));
        string dotnet = Environment.ProcessPath is { } current && Path.GetFileNameWithoutExtension(current) == "dotnet" ? current : "dotnet";
        using var process = Process.Start(new ProcessStartInfo(dotnet, [host, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, error.Result);
        return output;
    }
}
