using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.ML.GlobalLocal.Service.Hosting;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The service as it runs for people: on a port of its own, asked over HTTP.</summary>
internal sealed class RunningService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private RunningService(WebApplication application)
    {
        _application = application;
        Client = new HttpClient { BaseAddress = new Uri(application.Urls.Single()) };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public static async Task<RunningService> StartAsync(string model, params string[] arguments)
    {
        var application = ServiceApplication.Create(
            ["--model", model, "--urls", "http://127.0.0.1:0", "--GlobalLocal:PollingInterval", "00:00:00.1", "--Logging:LogLevel:Default", "None", .. arguments]);
        await application.StartAsync();
        return new RunningService(application);
    }

    /// <summary>A good answer.</summary>
    public async Task<JsonNode> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    /// <summary>A good answer.</summary>
    public async Task<JsonNode> PostAsync(string path, object body)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        string text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _application.DisposeAsync();
    }
}
