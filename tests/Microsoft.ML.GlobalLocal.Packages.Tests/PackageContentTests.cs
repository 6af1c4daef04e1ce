using System.Text.RegularExpressions;

namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>What is in the packages, and what they tell of themselves.</summary>
[Collection(PackageCollection.Name)]
public class PackageContentTests(PackageFeed feed)
{
    public static TheoryData<string> Libraries => [.. Build.Libraries];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_its_assembly_its_documentation_and_its_symbols(string id)
    {
        var package = feed.Packages[id];
        var symbols = new PackageFile(Path.ChangeExtension(package.Path, ".snupkg"));

        Assert.All(Consumer.Frameworks, framework =>
        {
            Assert.Contains($"lib/{framework}/{id}.dll", package.Entries);
            Assert.Contains($"lib/{framework}/{id}.xml", package.Entries);
            Assert.Contains($"lib/{framework}/{id}.pdb", symbols.Entries);
        });
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_asks_for_exactly_its_own_version_of_the_others(string id)
    {
        Assert.All(Consumer.Frameworks, framework =>
        {
            var own = feed.Packages[id].GetDependencies(framework).Where(dependency => feed.Packages.ContainsKey(dependency.Key));
            Assert.Equal(id != Build.Light, own.Any());
            Assert.All(own, dependency => Assert.Equal($"[{feed.Version}]", dependency.Value));
        });
    }

    [Fact]
    public void Every_package_has_a_page_an_icon_a_licence_tags_and_notes()
    {
        Assert.All(feed.Packages.Values, package =>
        {
            Assert.Equal("MIT", package.Get("license"));
            Assert.Equal("README.md", package.Get("readme"));
            Assert.StartsWith("# " + (package.Id.StartsWith(Build.Tool, StringComparison.Ordinal) ? Build.Tool : package.Id) + "\n", package.Readme);
            Assert.Contains(package.Get("icon"), package.Entries);
            Assert.Contains("recommender-system", package.Get("tags"));
            Assert.NotEqual("Package Description", package.Get("description"));
        });
    }

    [Fact]
    public void The_notes_are_the_section_of_the_change_log()
    {
        string log = File.ReadAllText(Path.Combine(Build.Repository, "CHANGELOG.md"));
        string version = Regex.Escape(feed.Version[..feed.Version.IndexOf('-')]);

        Assert.All(feed.Packages.Values, package =>
        {
            string notes = package.Get("releaseNotes");
            Assert.Matches($@"\n## \[{version}\].*\n\n{Regex.Escape(notes)}\n", log);
            Assert.DoesNotContain("\n## ", notes);
        });
    }
}
