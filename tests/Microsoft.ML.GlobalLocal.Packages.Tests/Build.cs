using System.Reflection;

namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>What the project file tells of the build that made these tests.</summary>
internal static class Build
{
    /// <summary>The root of the repository.</summary>
    public static string Repository { get; } = Get("Repository");

    public static string Configuration { get; } = Get("Configuration");

    /// <summary>That of this system.</summary>
    public static string RuntimeIdentifier { get; } = Get("RuntimeIdentifier");

    /// <summary>NuGet's cache of the packages of others, which the restore of this repository has filled.</summary>
    public static string PackageCache { get; } = Get("PackageCache");

    /// <summary>The names of the projects that become libraries: those with the page of a package, but for the tool.</summary>
    public static IEnumerable<string> Libraries { get; } =
        Directory.GetFiles(Path.Combine(Repository, "src"), "README.md", SearchOption.AllDirectories)
            .Select(readme => Path.GetFileName(Path.GetDirectoryName(readme)!))
            .Where(name => name != Tool && File.Exists(Path.Combine(Repository, "src", name, name + ".csproj")))
            .Order()
            .ToList();

    public const string Light = "Microsoft.ML.GlobalLocal";
    public const string Training = "Microsoft.ML.GlobalLocal.TorchSharp";
    public const string Tool = "Microsoft.ML.GlobalLocal.Tool";

    private static string Get(string key) =>
        typeof(Build).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
