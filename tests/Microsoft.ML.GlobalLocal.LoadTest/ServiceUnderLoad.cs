using Microsoft.AspNetCore.Builder;
using Microsoft.ML.GlobalLocal.Service.Hosting;

namespace Microsoft.ML.GlobalLocal.LoadTest;

/// <summary>The service in this process, on a free port of the loopback address, without a limit of the rate, with a model file of its own.</summary>
internal sealed class ServiceUnderLoad : IAsyncDisposable
{
    private static readonly TimeSpan SwapInterval = TimeSpan.FromSeconds(2.5);

    private readonly DirectoryInfo _folder;
    private readonly string _model;
    private readonly WebApplication _application;

    private ServiceUnderLoad(DirectoryInfo folder, string model, WebApplication application)
    {
        (_folder, _model, _application) = (folder, model, application);
    }

    public Uri Address => new(_application.Urls.Single());

    public static async Task<ServiceUnderLoad> StartAsync(string model)
    {
        var folder = Directory.CreateTempSubdirectory("globallocal");
        string copy = Path.Combine(folder.FullName, "model.zip");
        File.Copy(model, copy);
        var application = ServiceApplication.Create(
            "--model", copy, "--urls", "http://127.0.0.1:0", "--GlobalLocal:RequestsPerSecond", "0", "--GlobalLocal:PollingInterval", "00:00:00.5", "--Logging:LogLevel:Default", "Warning");
        await application.StartAsync();
        return new ServiceUnderLoad(folder, copy, application);
    }

    /// <summary>Puts another model in the place of the served one, and that back, until it is stopped.</summary>
    public async Task SwapAsync(string other, CancellationToken cancellationToken)
    {
        string first = Path.Combine(_folder.FullName, "first.zip");
        File.Copy(_model, first);
        try
        {
            for (string next = other; ; next = next == other ? first : other)
            {
                await Task.Delay(SwapInterval, cancellationToken);
                string beside = Path.Combine(_folder.FullName, "next.zip");
                File.Copy(next, beside);
                File.SetLastWriteTimeUtc(beside, DateTime.UtcNow);
                File.Move(beside, _model, overwrite: true);
            }
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.StopAsync();
        await _application.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
