namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>What a run of the tool gave.</summary>
internal sealed record ToolResult(int ExitCode, string Output, string Error)
{
    /// <summary>Asserts a success and gives the lines of the output.</summary>
    public string[] Succeeded()
    {
        Assert.True(ExitCode == 0, Error);
        return Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Asserts a failure that is told in one plain line of the error stream, with nothing in the output.</summary>
    public void Failed(int exitCode, params string[] expected)
    {
        Assert.True(ExitCode == exitCode, $"{ExitCode}: {Error}");
        Assert.Empty(Output);
        Assert.DoesNotContain("   at ", Error);
        string line = Assert.Single(Error.Split(Environment.NewLine), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.All(expected, part => Assert.Contains(part, line));
    }
}
