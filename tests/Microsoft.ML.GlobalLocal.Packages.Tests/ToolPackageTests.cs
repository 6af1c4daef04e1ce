namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>The tool as it is installed from a feed.</summary>
[Collection(PackageCollection.Name)]
public class ToolPackageTests(PackageFeed feed)
{
    [Fact]
    public void The_installed_tool_trains_and_recommends()
    {
        string folder = feed.CreateFolder("tool");
        var rows = from user in Enumerable.Range(0, 40)
                   from item in Enumerable.Range(0, 24)
                   where user % 4 == item % 4 && user * item % 3 != 1
                   select $"user {user}\titem {item}";
        File.WriteAllLines(Path.Combine(folder, "data.tsv"), rows.Prepend("user\titem"));

        DotNet.Run(folder, feed.Environment, "tool", "install", Build.Tool, "--version", feed.Version, "--tool-path", "bin");

        Assert.Contains("recommend", Run(folder, "--help"));
        Run(folder, "train", "--data", "data.tsv", "--model", "model.zip");
        Assert.Contains("item ", Run(folder, "recommend", "--model", "model.zip", "--user", "user 1"));
    }

    private string Run(string folder, params string[] arguments) =>
        DotNet.RunProgram(Path.Combine(folder, "bin", "globallocal"), folder, feed.Environment, arguments);
}
