namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>
/// A local feed with all packages of this repository, in a version of its own so that no cache has it already, and the applications of strangers
/// that use them. All of it lies in one temporary folder, packages that were unpacked too.
/// </summary>
public sealed class PackageFeed : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("globallocal-packages-").FullName;
    private readonly Dictionary<string, Consumer> _consumers = [];

    public PackageFeed()
    {
        Folder = Path.Combine(_folder, "feed");
        string suffix = $"test.{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()}";
        DotNet.Run(
            Build.Repository, Environment,
            "pack", "Microsoft.ML.GlobalLocal.sln", "-c", Build.Configuration, "--no-build", "--no-restore", "-o", Folder, "-nologo", "-v", "q",
            $"-p:VersionSuffix={suffix}", $"-p:ToolPackageRuntimeIdentifiers={Build.RuntimeIdentifier}");
        Packages = Directory.GetFiles(Folder, "*.nupkg").Select(path => new PackageFile(path)).ToDictionary(package => package.Id);
        Version = Packages[Build.Light].Get("version");
        Environment["NUGET_PACKAGES"] = Path.Combine(_folder, "packages");
        Environment["NUGET_FALLBACK_PACKAGES"] = Build.PackageCache;
    }

    public string Folder { get; }

    /// <summary>The version of all packages of the feed.</summary>
    public string Version { get; }

    /// <summary>The packages by their ids.</summary>
    internal IReadOnlyDictionary<string, PackageFile> Packages { get; }

    /// <summary>
    /// For the processes of strangers. Files of libtorch are linked and not copied where the file system can, and applications for .NET 8 run on a
    /// newer runtime where it is the only one.
    /// </summary>
    internal Dictionary<string, string> Environment { get; } = new()
    {
        ["CreateHardLinksForCopyLocalIfPossible"] = "true",
        ["CreateHardLinksForPublishFilesIfPossible"] = "true",
        ["DOTNET_ROLL_FORWARD"] = "Major",
    };

    /// <summary>The application that the page of a package describes, made when it is first asked for.</summary>
    internal Consumer GetConsumer(string package)
    {
        if (!_consumers.TryGetValue(package, out var consumer))
        {
            consumer = new Consumer(this, CreateFolder(package), PackageReadme.Parse(Packages[package].Readme));
            _consumers.Add(package, consumer);
        }

        return consumer;
    }

    /// <summary>A new folder in which NuGet knows the feed.</summary>
    internal string CreateFolder(string name)
    {
        string folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="local" value="{Folder}" />
              </packageSources>
            </configuration>
            """);
        return folder;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
