using System.Reflection;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public sealed class PublishedResultsTests : IDisposable
{
    private static readonly string Documents = typeof(PublishedResultsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == nameof(Documents)).Value!;
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal");

    [DataSetsFact]
    public async Task The_published_page_is_what_the_published_runs_give()
    {
        string runs = _folder.CreateSubdirectory("runs").FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(Documents, "runs")))
        {
            File.Copy(file, Path.Combine(runs, Path.GetFileName(file)));
        }

        var error = new StringWriter();
        string[] dataSets = [.. DataSetCatalog.All.SelectMany(dataSet => (string[])["--dataset", dataSet.Name])];
        int code = await CommandLine.RunAsync(["reproduce", "--kept", "--seeds", "3", "--output", _folder.FullName, .. dataSets], new ToolConsole(new StringWriter(), error));
        Assert.True(code == 0, error.ToString());
        Assert.Equal(
            File.ReadAllText(Path.Combine(Documents, "results.md")),
            File.ReadAllText(Path.Combine(_folder.FullName, "results.md")),
            ignoreLineEndingDifferences: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
