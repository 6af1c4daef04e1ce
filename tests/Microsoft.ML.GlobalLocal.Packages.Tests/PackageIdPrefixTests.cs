namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>A publisher chooses other ids by one property. Such packages are made in a copy of what was built, beside the feed.</summary>
[Collection(PackageCollection.Name)]
public class PackageIdPrefixTests(PackageFeed feed)
{
    private const string Prefix = "Contoso.Recommendation";
    private static readonly string[] Projects = [Build.Light, Build.Training];

    [Fact]
    public void The_ids_the_dependencies_and_the_build_step_follow_the_prefix()
    {
        string copy = CopyRepository();
        DotNet.Run(copy, feed.Environment, "restore", Path.Combine("src", Build.Training), $"-p:PackageIdPrefix={Prefix}");
        foreach (string project in Projects)
        {
            // Validation has had its turn with the feed, and would want more than the binaries.
            DotNet.Run(
                copy, feed.Environment,
                "pack", Path.Combine("src", project), "-c", Build.Configuration, "--no-build", "-o", "packages",
                $"-p:PackageIdPrefix={Prefix}", "-p:EnablePackageValidation=false");
        }

        var light = Open(copy, Prefix);
        var training = Open(copy, Prefix + ".TorchSharp");
        Assert.Equal((Prefix, Prefix + ".TorchSharp"), (light.Id, training.Id));
        Assert.Contains($"lib/net10.0/{Build.Light}.dll", light.Entries);
        Assert.Contains($"buildTransitive/{Prefix}.TorchSharp.targets", training.Entries);
        Assert.Contains("buildTransitive/RelaxLibStdCpp.cs", training.Entries);
        Assert.All(Consumer.Frameworks, framework =>
        {
            var dependencies = training.GetDependencies(framework);
            Assert.Contains(Prefix, dependencies.Keys);
            Assert.DoesNotContain(Build.Light, dependencies.Keys);
        });
    }

    private static PackageFile Open(string copy, string id) => new(Directory.GetFiles(Path.Combine(copy, "packages"), $"{id}.0*.nupkg").Single());

    /// <summary>What a pack without a build reads: the build files, and the projects with their binaries.</summary>
    private string CopyRepository()
    {
        string copy = feed.CreateFolder("repository");
        var files = Directory.GetFiles(Build.Repository)
            .Concat(Directory.GetFiles(Path.Combine(Build.Repository, "src")))
            .Concat(Directory.GetFiles(Path.Combine(Build.Repository, "eng")))
            .Concat(Projects.SelectMany(GetProjectFiles));
        foreach (string file in files)
        {
            string target = Path.Combine(copy, Path.GetRelativePath(Build.Repository, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    private static IEnumerable<string> GetProjectFiles(string project)
    {
        string folder = Path.Combine(Build.Repository, "src", project);
        return new[] { "bin", "buildTransitive" }.Select(name => Path.Combine(folder, name)).Where(Directory.Exists)
            .SelectMany(name => Directory.GetFiles(name, "*", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(folder).Where(file => !file.EndsWith(".cs", StringComparison.Ordinal)));
    }
}
