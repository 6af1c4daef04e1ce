using System.IO.Compression;
using System.Xml.Linq;

namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>A package as it lies in a feed.</summary>
internal sealed class PackageFile
{
    public PackageFile(string path)
    {
        Path = path;
        using var zip = ZipFile.OpenRead(path);
        Entries = zip.Entries.Select(entry => entry.FullName).Order(StringComparer.Ordinal).ToList();
        Metadata = XElement.Parse(Read(zip, Entries.Single(entry => entry.EndsWith(".nuspec", StringComparison.Ordinal)))).Elements().First();
        Readme = Entries.Contains("README.md") ? Read(zip, "README.md") : "";
    }

    public string Path { get; }

    public string Id => Get("id");

    /// <summary>The paths of the files in it.</summary>
    public IReadOnlyList<string> Entries { get; }

    public XElement Metadata { get; }

    public string Readme { get; }

    /// <summary>The dependencies for one framework: ids and ranges of versions.</summary>
    public IReadOnlyDictionary<string, string> GetDependencies(string framework) =>
        Elements(Metadata, "group").Single(group => (string?)group.Attribute("targetFramework") == framework).Elements()
            .ToDictionary(dependency => (string)dependency.Attribute("id")!, dependency => (string)dependency.Attribute("version")!);

    /// <summary>The text of an element of the metadata; empty where there is none.</summary>
    public string Get(string element) => Elements(Metadata, element).SingleOrDefault()?.Value ?? "";

    private static IEnumerable<XElement> Elements(XElement parent, string name) => parent.Descendants().Where(element => element.Name.LocalName == name);

    private static string Read(ZipArchive zip, string entry)
    {
        using var reader = new StreamReader(zip.GetEntry(entry)!.Open());
        return reader.ReadToEnd();
    }
}
