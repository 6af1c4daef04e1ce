using System.Diagnostics;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

/// <summary>The tool as a process of its own: exit codes and streams.</summary>
public class ProcessTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    private static readonly string Tool = Path.Combine(AppContext.BaseDirectory, "globallocal.dll");

    [Fact]
    public void Results_alone_are_on_standard_output()
    {
        var result = Run("dotnet", Tool, "recommend", "--model", folder.Model, "--user", "user 0.0", "--top-n", "100", "--json");
        result.Succeeded();
        Assert.Equal(20, JsonDocument.Parse(result.Output).RootElement.GetProperty("items").GetArrayLength());
        Assert.Contains("these are all", result.Error);
    }

    [Fact]
    public void A_failure_is_one_plain_line_and_exit_code_1()
    {
        var result = Run("dotnet", Tool, "recommend", "--model", folder.Model, "--user", "nobody");
        result.Failed(1, "'nobody'");
        Assert.Single(result.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_mistake_in_the_usage_is_exit_code_2()
    {
        Run("dotnet", Tool, "recommend", "--model", folder.Model, "--user", "user 0.0", "--top-n", "0").Failed(2, "--top-n");
        Run("dotnet", Tool).Failed(2, "command");
        Assert.Contains("train", string.Concat(Run("dotnet", Tool, "--help").Succeeded()));
    }

    [LinuxFact]
    public void A_full_disk_is_found_before_training()
    {
        // A limit on the size of files is the full disk that needs no rights; the runtime's own memory mapping must keep out of it.
        var old = folder.Write("old.zip", "old");
        var result = Run("sh", "-c", $"trap '' XFSZ; ulimit -f 16; DOTNET_EnableWriteXorExecute=0 exec dotnet '{Tool}' train --data '{folder.Data}' --model '{old}'");
        result.Failed(1, "cannot be written to", old, "Nothing was trained");
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([old], Directory.GetFiles(Path.GetDirectoryName(old)!, "old.zip*"));
    }

    [LinuxFact]
    public void Ended_from_outside_it_leaves_the_old_model()
    {
        var random = new Random(1);
        var rows = Enumerable.Range(0, 60_000).Select(n => $"u{n % 3_000}\ti{random.Next(2_000)}");
        var data = folder.Write("large.tsv", "user\titem\n" + string.Join('\n', rows));
        var old = folder.Write("kept.zip", "old");
        using var process = Start("dotnet", Tool, "train", "--data", data, "--model", old);
        string begun = process.StandardError.ReadLine()!;

        // Like Ctrl+C, which a test run in the background is deaf to.
        Process.Start("kill", ["-TERM", $"{process.Id}"]).WaitForExit();
        Read(process).Failed(1, "cancelled");
        Assert.Contains("interactions of", begun);
        Assert.Equal("old", File.ReadAllText(old));
        Assert.Equal([old], Directory.GetFiles(Path.GetDirectoryName(old)!, "kept.zip*"));
    }

    private static ToolResult Run(string file, params string[] args)
    {
        using var process = Start(file, args);
        return Read(process);
    }

    private static Process Start(string file, params string[] args) =>
        Process.Start(new ProcessStartInfo(file, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;

    private static ToolResult Read(Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return new ToolResult(process.ExitCode, output.Result, error);
    }
}
