using Microsoft.ML.GlobalLocal.LoadTest;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The service under load for some seconds, with models swapped under it.</summary>
public sealed class LoadCommandTests : IDisposable
{
    private readonly ModelFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Nothing_goes_wrong_while_models_are_swapped()
    {
        var output = new StringWriter();
        int code = await LoadCommand.Create(output).Parse(["--model", _files.A, "--swap", _files.B, "--seconds", "6", "--clients", "4"]).InvokeAsync();
        Assert.True(code == 0, output.ToString());
        Assert.Matches("requests +[1-9]", output.ToString());
        Assert.Contains("errors    0", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("models    2", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("p99", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_this_machine_is_put_under_load() =>
        await Assert.ThrowsAsync<ArgumentException>(() => LoadRun.RunAsync(new Uri("http://192.0.2.1/"), 1, TimeSpan.FromSeconds(1), CancellationToken.None));

    [Fact]
    public void A_run_is_bounded()
    {
        Assert.NotEmpty(LoadCommand.Create(TextWriter.Null).Parse(["--model", _files.A, "--seconds", "601"]).Errors);
        Assert.NotEmpty(LoadCommand.Create(TextWriter.Null).Parse(["--model", _files.A, "--clients", "65"]).Errors);
    }
}
