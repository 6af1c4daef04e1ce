namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>What the page of a package tells a stranger to do.</summary>
/// <param name="Commands">The lines of its first block of shell commands.</param>
/// <param name="Program">Its first block of C#.</param>
internal sealed record PackageReadme(IReadOnlyList<string> Commands, string Program)
{
    public static PackageReadme Parse(string text) => new(ReadBlock(text, "sh"), string.Join('\n', ReadBlock(text, "csharp")) + "\n");

    private static List<string> ReadBlock(string text, string language)
    {
        var block = text.Split('\n').SkipWhile(line => line != "```" + language).Skip(1).TakeWhile(line => line != "```").ToList();
        Assert.NotEmpty(block);
        return block;
    }
}
