using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PlainHost;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The C# of docs/serving.md, run. A block of it that does not stand here as it does there fails a test, so change both.</summary>
public sealed class DocumentationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _previous = Environment.CurrentDirectory;

    public DocumentationTests()
    {
        Environment.CurrentDirectory = Path.GetDirectoryName(_folder["here"])!;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = _previous;
        _folder.Dispose();
    }

    [Fact]
    public void Every_block_stands_in_this_file()
    {
        string code = Normalize(File.ReadAllText(GetPath()));
        string page = Normalize(File.ReadAllText(Path.Combine(Path.GetDirectoryName(GetPath())!, "..", "..", "docs", "serving.md")));
        var blocks = page.Split("```csharp\n").Skip(1).Select(text => text[..text.IndexOf("```", StringComparison.Ordinal)]).ToArray();
        Assert.Equal(2, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_application_serves_the_model()
    {
        TestModel.Save("model.zip", seed: 1);
        string[] args = ["--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None"];

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddGlobalLocalRecommender("model.zip");
        builder.Services.AddHealthChecks().AddGlobalLocalRecommenderCheck();
        var app = builder.Build();
        app.MapHealthChecks("/health");
        app.MapGet("/top/{user}", (string user, Recommender recommender) => recommender.Recommend(user, count: 10));
        app.MapGet("/model", (ServedModel model) => model.Information);

        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        var expected = TestModel.Load("model.zip").Recommend(TestModel.User(1)).Select(item => item.Item);
        Assert.Equal(expected, JsonNode.Parse(await client.GetStringAsync($"top/{TestModel.User(1)}"))!.AsArray().Select(item => (string?)item!["item"]));
        Assert.Equal(TestModel.Users, (int?)JsonNode.Parse(await client.GetStringAsync("model"))!["users"]);
        Assert.Equal("Healthy", await client.GetStringAsync("health"));
        await app.DisposeAsync();
    }

    [Fact]
    public void A_model_with_lists_is_served_by_the_plain_host()
    {
        var ml = new MLContext(seed: 1);
        var rows = from user in Enumerable.Range(0, 20) from item in Enumerable.Range(0, 20) where (user + item) % 3 > 0 select new Query { User = $"u{user}", Item = $"i{item}" };
        var train = ml.Data.LoadFromEnumerable(rows.ToArray());
        var model = ml.Transforms.Conversion.MapValueToKey("User")
            .Append(ml.Transforms.Conversion.MapValueToKey("Item"))
            .Append(ml.GlobalLocal().Trainers.SingleSpace(new SpectralTrainer(new() { Dimensions = [4] })))
            .Fit(train);

        var recommend = ml.GlobalLocal().Recommend(model, topN: 10).Append(ml.Transforms.Conversion.MapKeyToValue("Items"));
        var whole = model.Append(recommend.Fit(model.Transform(train)));
        ml.Model.Save(whole, train.Schema, "model.zip");

        var expected = ml.GlobalLocal().CreateRecommender(model).Recommend("u1");
        var list = EnginePools.Load("model.zip").Recommend(new Query { User = "u1" })!;
        Assert.Equal(expected.Select(item => item.Item), list.Items.Take(expected.Count));
    }

    /// <summary>The lines as they are but for their indentation.</summary>
    private static string Normalize(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())) + "\n";

    private static string GetPath([CallerFilePath] string path = "") => path;
}
