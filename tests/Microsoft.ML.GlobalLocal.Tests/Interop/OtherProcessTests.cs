using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>A model zip in a process that references the light package only, and ML.NET's FastTree, and registers nothing.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private static readonly TestPipeline Pipeline = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Frameworks => ["net8.0", "net10.0"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void Recommends_the_same(string framework)
    {
        string path = SaveModel();
        var (code, output, error) = Run(framework, path, "u3", "4");
        Assert.True(code == 0, error);
        var expected = new Recommender(Pipeline.Model).Recommend("u3", 4)
            .Select((recommendation, n) => FormattableString.Invariant($"{n + 1}\t{recommendation.Item}\t{recommendation.Score:R}"));
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void Predicts_the_same(string framework)
    {
        string path = SaveModel();
        var (code, output, error) = Run(framework, path, "--predict", "u3", "i9");
        Assert.True(code == 0, error);
        var data = Pipeline.CreateTransformer("model").Transform(Pipeline.Map(new TestPipeline.Row { User = "u3", Item = "i9" }));
        Assert.Equal(TestPipeline.ReadRows(data, "Score", "AttentionWeights").Single().Replace(" | ", "\t"), output.Trim());
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void Re_ranks_the_same(string framework)
    {
        var world = new RerankingWorld();
        var model = world.Fit();
        string path = Path.Combine(_folder, "reranked.zip");
        world.Context.Model.Save(model, world.Interactions.Schema, path);
        string[] users = ["u3", "nobody", "u3", "u11"];
        var (code, output, error) = Run(framework, [path, "--lists", .. users]);
        Assert.True(code == 0, error);
        var expected = RerankingWorld.ReadLists(model.Transform(world.CreateRequests(users)));
        Assert.Equal(4, expected.Count);
        Assert.Equal(expected, output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Tells_plainly_what_is_wrong()
    {
        string path = SaveModel();
        var (code, _, error) = Run("net10.0", path, "nobody");
        Assert.Equal(1, code);
        Assert.Contains("The user 'nobody' was not in the training data", error);
        File.WriteAllText(path, "no zip");
        (code, _, error) = Run("net10.0", path, "u1");
        Assert.Equal(1, code);
        Assert.DoesNotContain("   at ", error);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public void The_light_host_has_no_torch(string framework)
    {
        string folder = Path.GetDirectoryName(FindHost(framework))!;
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToArray();
        Assert.Contains("Microsoft.ML.GlobalLocal.dll", files);
        Assert.DoesNotContain(files, file => file!.Contains("torch", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("torch", File.ReadAllText(Path.ChangeExtension(FindHost(framework), ".deps.json")), StringComparison.OrdinalIgnoreCase);
    }

    private static (int Code, string Output, string Error) Run(string framework, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } process && Path.GetFileNameWithoutExtension(process) == "dotnet" ? process : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(FindHost(framework));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var host = Process.Start(start)!;
        var error = host.StandardError.ReadToEndAsync();
        string output = host.StandardOutput.ReadToEnd();
        host.WaitForExit();
        return (host.ExitCode, output, error.Result);
    }

    private static string FindHost(string framework)
    {
        string pattern = typeof(OtherProcessTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "LightHost").Value!;
        return Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, string.Format(CultureInfo.InvariantCulture, pattern, framework)));
    }

    private string SaveModel()
    {
        string path = Path.Combine(_folder, "model.zip");
        var chain = new Microsoft.ML.Data.TransformerChain<ITransformer>(Pipeline.Mapping, Pipeline.CreateTransformer("model"));
        Pipeline.Context.Model.Save(chain, Pipeline.Raw.Schema, path);
        return path;
    }
}
