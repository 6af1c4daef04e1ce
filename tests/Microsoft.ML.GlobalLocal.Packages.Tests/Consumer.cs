namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>An application made in a new folder by the commands and the code of a package's page, for .NET 8 and for .NET 10.</summary>
internal sealed class Consumer
{
    private const string Project = "application";
    private readonly PackageFeed _feed;

    public Consumer(PackageFeed feed, string folder, PackageReadme readme)
    {
        _feed = feed;
        Folder = folder;
        foreach (string command in readme.Commands)
        {
            Follow(command);
        }

        File.WriteAllText(Path.Combine(Folder, "Program.cs"), readme.Program);
        DotNet.Run(Folder, _feed.Environment, "build", "-c", "Release", "-nologo");
    }

    public static IReadOnlyList<string> Frameworks { get; } = ["net8.0", "net10.0"];

    public string Folder { get; }

    public string GetOutputFolder(string framework) => Path.Combine(Folder, "bin", "Release", framework);

    /// <summary>Runs the application and gives the lines of its output.</summary>
    public string[] Run(string framework) =>
        DotNet.Run(Folder, _feed.Environment, "run", "-c", "Release", "--no-build", "-f", framework)
            .Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    private void Follow(string command)
    {
        string[] words = command.Split(' ');
        Assert.Equal("dotnet", words[0]);
        string[] arguments = words[1..];
        if (arguments[0] == "add" && _feed.Packages.ContainsKey(arguments[2]))
        {
            // The versions of the feed are previews, and a stranger's command without a version asks for no preview.
            arguments = [.. arguments, "--version", _feed.Version];
        }

        if (arguments[0] == "new")
        {
            arguments = [.. arguments, "--name", Project, "--output", "."];
        }

        DotNet.Run(Folder, _feed.Environment, arguments);
        if (arguments[0] == "new")
        {
            string project = Path.Combine(Folder, Project + ".csproj");
            string text = File.ReadAllText(project);
            const string One = "<TargetFramework>net10.0</TargetFramework>";
            Assert.Contains(One, text);
            File.WriteAllText(project, text.Replace(One, $"<TargetFrameworks>{string.Join(';', Frameworks)}</TargetFrameworks>"));
        }
    }
}
