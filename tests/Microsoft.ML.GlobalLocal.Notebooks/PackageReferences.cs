using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>Resolves <c>#r "nuget: NAME, VERSION"</c> to the assembly of that name that was built here.</summary>
internal sealed partial class PackageReferences : MetadataReferenceResolver
{
    /// <summary>All assemblies that the running process has been given.</summary>
    public static readonly IReadOnlyList<string> Assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);

    /// <summary>The packages that a text asks for.</summary>
    public static IEnumerable<string> Find(string source) => Directive().Matches(source).Select(match => match.Groups["name"].Value);

    /// <inheritdoc/>
    public override ImmutableArray<PortableExecutableReference> ResolveReference(string reference, string? baseFilePath, MetadataReferenceProperties properties)
    {
        string name = reference.Replace("nuget:", "", StringComparison.Ordinal).Split(',')[0].Trim();

        // The native packages have no assembly; the one that calls them stands for them.
        string assembly = name.StartsWith("TorchSharp-", StringComparison.Ordinal) ? "TorchSharp" : name;
        return [.. Assemblies.Where(path => Path.GetFileNameWithoutExtension(path) == assembly).Select(path => MetadataReference.CreateFromFile(path, properties))];
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is PackageReferences;

    /// <inheritdoc/>
    public override int GetHashCode() => 0;

    [GeneratedRegex("""^#r "nuget: *(?<name>[^,"]+?) *(,[^"]*)?"$""", RegexOptions.Multiline)]
    private static partial Regex Directive();
}
