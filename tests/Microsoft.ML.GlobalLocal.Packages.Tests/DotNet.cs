using System.Diagnostics;

namespace Microsoft.ML.GlobalLocal.Packages.Tests;

/// <summary>Runs <c>dotnet</c>, and programs that it made, in processes of their own that leave nothing running.</summary>
internal static class DotNet
{
    /// <summary>Runs <c>dotnet</c>, asserts that it succeeds, and gives its standard output.</summary>
    /// <param name="folder">Where to run.</param>
    /// <param name="environment">Variables to set.</param>
    /// <param name="arguments">The arguments.</param>
    public static string Run(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        RunProgram("dotnet", folder, environment, arguments);

    /// <inheritdoc cref="Run"/>
    /// <param name="program">The program.</param>
    public static string RunProgram(string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The build that runs these tests must not leak into the builds that they run.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}, exit code {process.ExitCode}:\n{output}\n{error.Result}");
        return output;
    }
}
