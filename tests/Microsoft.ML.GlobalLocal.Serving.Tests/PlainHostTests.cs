using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using PlainHost;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The sample host that knows ML.NET alone, with zips swapped under it.</summary>
public sealed class PlainHostTests : IDisposable
{
    private readonly ModelFiles _files = new(lists: 5);

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Pairs_and_lists_are_those_of_the_zip_that_lies_there()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        await AssertAnswersLikeAsync(_files.A, client);

        _files.Replace(_files.B);
        await WaitForAsync(_files.B, client);
        await AssertAnswersLikeAsync(_files.B, client);

        _files.Replace("no zip"u8.ToArray());
        await Task.Delay(1000);
        await AssertAnswersLikeAsync(_files.B, client);

        _files.Replace(_files.A);
        await WaitForAsync(_files.A, client);
        await AssertAnswersLikeAsync(_files.A, client);
    }

    [Fact]
    public async Task Unknown_ids_and_a_model_without_lists_are_told()
    {
        await using var host = await StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(host.Urls.Single()) };
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"score?user=nobody&item={TestModel.Item(1)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("top?user=nobody")).StatusCode);

        TestModel.Save(_files["pairs.zip"], seed: 3);
        await using var other = HostApplication.Create(_files["pairs.zip"], "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None");
        await other.StartAsync();
        using var otherClient = new HttpClient { BaseAddress = new Uri(other.Urls.Single()) };
        Assert.Equal(HttpStatusCode.OK, (await otherClient.GetAsync($"score?user={TestModel.User(1)}&item={TestModel.Item(1)}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotImplemented, (await otherClient.GetAsync($"top?user={TestModel.User(1)}")).StatusCode);
    }

    private static async Task AssertAnswersLikeAsync(string model, HttpClient client)
    {
        var expected = TestModel.Load(model);
        foreach (int user in Enumerable.Range(1, 3))
        {
            Assert.Equal(expected.Recommend(TestModel.User(user), 5), await GetListAsync(client, TestModel.User(user)));
            var scored = JsonNode.Parse(await client.GetStringAsync($"score?user={TestModel.User(user)}&item={TestModel.Item(7)}"))!;
            var explanation = expected.Explain(TestModel.User(user), TestModel.Item(7));
            Assert.Equal(explanation.Score, (float)scored["score"]!, 1e-5f);
            Assert.Equal(explanation.Spaces.Select(space => space.Weight), scored["attentionWeights"]!.AsArray().Select(weight => (float)weight!));
        }
    }

    private static async Task<Recommendation[]> GetListAsync(HttpClient client, string user) =>
        [.. JsonNode.Parse(await client.GetStringAsync($"top?user={user}"))!.AsArray().Select(entry => new Recommendation((string)entry!["item"]!, (float)entry["score"]!))];

    private static async Task WaitForAsync(string model, HttpClient client)
    {
        var expected = TestModel.Load(model).Recommend(TestModel.User(1), 5);
        for (int n = 0; n < 600 && !expected.SequenceEqual(await GetListAsync(client, TestModel.User(1))); n++)
        {
            await Task.Delay(50);
        }
    }

    private async Task<WebApplication> StartAsync()
    {
        var host = HostApplication.Create(_files.Served, "--urls", "http://127.0.0.1:0", "--Logging:LogLevel:Default", "None");
        await host.StartAsync();
        return host;
    }
}
