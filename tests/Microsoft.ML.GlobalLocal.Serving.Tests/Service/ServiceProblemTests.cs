using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Options;
using Microsoft.ML.GlobalLocal.Service.Hosting;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>What the service says to requests, and to starts, that can't be.</summary>
public sealed class ServiceProblemTests : IAsyncLifetime, IDisposable
{
    private readonly ModelFiles _files = new();
    private RunningService _service = null!;

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(_files.Served, "--GlobalLocal:MaxItems", "3");

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public void Dispose() => _files.Dispose();

    [Theory]
    [InlineData("api/users/nobody/recommendations", 404, "/api/recommendations")]
    [InlineData("api/users/nobody", 404, "'nobody'")]
    [InlineData("api/users/nobody/explain/item-1", 404, "'nobody'")]
    [InlineData("api/users/user-1/explain/nothing", 404, "'nothing'")]
    [InlineData("api/items/no%2Fthing/similar", 404, "'no/thing'")]
    [InlineData("api/users/user-1/recommendations?count=0", 400, "between 1 and 100")]
    [InlineData("api/users/user-1/recommendations?count=101", 400, "between 1 and 100")]
    [InlineData("api/users/user-1/recommendations?count=many", 400, "count")]
    [InlineData("api/users/user-1/recommendations?searchedClusters=0", 400, "between 1 and 4")]
    [InlineData("api/users/user-1/recommendations?searchedClusters=5", 400, "between 1 and 4")]
    [InlineData("api/items/item-1/similar?count=-1", 400, "between 1 and 100")]
    [InlineData("api/items?count=1000", 400, "between 1 and 100")]
    [InlineData("api/nowhere", 404, null)]
    public async Task A_request_that_cannot_be_answered_is_told_so(string path, int status, string? detail) =>
        await AssertProblemAsync(await _service.Client.GetAsync(path), status, detail);

    [Theory]
    [InlineData("""{"items":[]}""", "at least one")]
    [InlineData("""{"items":[null]}""", "at least one")]
    [InlineData("{}", "items")]
    [InlineData("""{"items":"item-1"}""", "items")]
    [InlineData("""{"items":["item-1","nothing","item-2"]}""", "nothing")]
    [InlineData("""{"items":["item-1","item-2","item-3","item-4"]}""", "at most 3")]
    [InlineData("""{"items":["item-1"],"count":0}""", "between 1 and 100")]
    [InlineData("""{"items":["item-1"],"searchedClusters":9}""", "between 1 and 4")]
    [InlineData("no json", null)]
    public async Task A_new_user_that_is_none_is_told_so(string body, string? detail) => await AssertProblemAsync(await PostAsync(body), 400, detail);

    [Fact]
    public async Task Unknown_items_of_a_new_user_are_all_named()
    {
        var problem = await AssertProblemAsync(await PostAsync("""{"items":["nothing","item-1","no more"]}"""), 400, "Leave them out");
        Assert.Equal(["nothing", "no more"], problem["unknownItems"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() =>
        await AssertProblemAsync(await PostAsync($$"""{"items":["{{new string('x', 70_000)}}"]}"""), 413, null);

    [Fact]
    public async Task A_client_that_asks_too_fast_is_told_to_wait()
    {
        await using var service = await RunningService.StartAsync(_files.Served, "--GlobalLocal:RequestsPerSecond", "1", "--GlobalLocal:Burst", "2");
        var responses = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => service.Client.GetAsync("api/model")));
        var refused = responses.Where(response => !response.IsSuccessStatusCode).ToArray();
        Assert.Contains(responses, response => response.IsSuccessStatusCode);
        Assert.NotEmpty(refused);
        foreach (var response in refused)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.True(response.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
            await AssertProblemAsync(response, 429, "Retry-After");
        }

        // Whether the service lives is asked by those who must not be refused.
        Assert.Equal("Healthy", (string?)(await service.GetAsync("health"))["status"]);
    }

    [Fact]
    public void A_start_without_a_model_tells_what_to_do()
    {
        Assert.Contains("--model FILE", Assert.Throws<FileNotFoundException>(() => ServiceApplication.Create()).Message, StringComparison.Ordinal);
        string missing = Assert.Throws<FileNotFoundException>(() => ServiceApplication.Create("--model", _files["none.zip"])).Message;
        Assert.Contains("none.zip", missing, StringComparison.Ordinal);
        Assert.Contains("globallocal train", missing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_with_a_broken_model_or_a_senseless_limit_is_refused()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => RunningService.StartAsync(_files.Served, "--GlobalLocal:MaxCount", "0"));
        Assert.Contains("MaxCount", error.Message, StringComparison.Ordinal);
        _files.Replace("no zip"u8.ToArray());
        await Assert.ThrowsAsync<InvalidDataException>(() => RunningService.StartAsync(_files.Served));
    }

    [Theory]
    [InlineData("id\tname\n1\tone", "header")]
    [InlineData("item\tname\n1", "Line 2")]
    [InlineData("item\tname\n1\tone\n1\tmore", "Line 3")]
    public void An_items_file_that_is_none_is_refused(string text, string message)
    {
        File.WriteAllText(_files["names.tsv"], text);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => ServiceApplication.Create("--model", _files.Served, "--items", _files["names.tsv"])).Message, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> PostAsync(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        return await _service.Client.PostAsync("api/recommendations", content);
    }

    private static async Task<JsonNode> AssertProblemAsync(HttpResponseMessage response, int status, string? detail)
    {
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        var problem = await response.Content.ReadFromJsonAsync<JsonNode>();
        Assert.Equal(status, (int?)problem!["status"]);
        Assert.NotNull((string?)problem["title"]);
        if (detail is not null)
        {
            Assert.Contains(detail, (string?)problem["detail"], StringComparison.Ordinal);
        }

        return problem;
    }
}
