using System.Text.Json.Nodes;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

/// <summary>The routes of the API over HTTP, against what the recommender says of the same file.</summary>
public sealed class ServiceTests : IAsyncLifetime, IDisposable
{
    private readonly ModelFiles _files = new();
    private readonly Recommender _expected;
    private RunningService _service = null!;

    public ServiceTests()
    {
        _expected = TestModel.Load(_files.A);
    }

    public static TheoryData<string> UserIds => [TestModel.User(1), TestModel.OddUser];

    public static TheoryData<string> ItemIds => [TestModel.Item(1), TestModel.OddItem];

    public async Task InitializeAsync() => _service = await RunningService.StartAsync(_files.Served);

    public async Task DisposeAsync() => await _service.DisposeAsync();

    public void Dispose() => _files.Dispose();

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task A_user_is_recommended_what_the_recommender_says(string user)
    {
        var answer = await _service.GetAsync($"api/users/{Uri.EscapeDataString(user)}/recommendations?count=7");
        AssertSame(_expected.Recommend(user, 7), answer);
        Assert.Equal(user, (string?)answer["user"]);
        Assert.Equal(3, (int?)answer["searchedClusters"]);
        Assert.Null(answer["recommendations"]![0]!["spaces"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(TestModel.Clusters)]
    public async Task A_request_chooses_the_number_of_clusters(int clusters)
    {
        var answer = await _service.GetAsync($"api/users/{TestModel.User(2)}/recommendations?count=4&searchedClusters={clusters}");
        AssertSame(_expected.Recommend(TestModel.User(2), 4, new() { SearchedClusters = clusters }), answer);
        Assert.Equal(clusters, (int?)answer["searchedClusters"]);
    }

    [Fact]
    public async Task Recommendations_come_with_reasons_where_asked_for()
    {
        var answer = await _service.GetAsync($"api/users/{TestModel.User(2)}/recommendations?count=5&explain=true");
        foreach (var recommended in answer["recommendations"]!.AsArray())
        {
            AssertSame(_expected.Explain(TestModel.User(2), (string)recommended!["item"]!), recommended);
        }
    }

    [Fact]
    public async Task A_new_user_is_recommended_to_by_its_items()
    {
        string[] items = [TestModel.OddItem, TestModel.Item(3)];
        var answer = await _service.PostAsync("api/recommendations", new { items, count = 6, searchedClusters = 2, explain = true });
        AssertSame(_expected.RecommendFor(items, 6, new() { SearchedClusters = 2 }), answer);
        Assert.Null(answer["user"]);
        var recommended = answer["recommendations"]![0]!;
        AssertSame(_expected.ExplainFor(items, [(string)recommended["item"]!])[0], recommended);
    }

    [Theory]
    [MemberData(nameof(ItemIds))]
    public async Task Similar_items_are_those_of_the_recommender(string item)
    {
        var answer = await _service.GetAsync($"api/items/{Uri.EscapeDataString(item)}/similar?count=4");
        var similar = answer["similar"]!.AsArray().Select(other => new Neighbour((string)other!["item"]!, (float)other["similarity"]!));
        Assert.Equal(_expected.SimilarItems(item, 4), similar);
    }

    [Theory]
    [MemberData(nameof(UserIds))]
    public async Task An_explanation_is_that_of_the_recommender(string user) =>
        AssertSame(
            _expected.Explain(user, TestModel.OddItem),
            await _service.GetAsync($"api/users/{Uri.EscapeDataString(user)}/explain/{Uri.EscapeDataString(TestModel.OddItem)}"));

    [Fact]
    public async Task A_user_has_its_items()
    {
        var answer = await _service.GetAsync($"api/users/{TestModel.User(3)}");
        var model = _expected.Model;
        Assert.True(model.Users.TryGetIndex(TestModel.User(3), out int index));
        var items = model.Interactions.GetItems(index).ToArray().Select(item => model.Items[item]);
        Assert.Equal(items, answer["items"]!.AsArray().Select(item => (string)item!["item"]!));
        Assert.Equal(model.Interactions.GetCount(index), (int?)answer["itemCount"]);
    }

    [Fact]
    public async Task Users_and_items_are_found_by_a_part_those_that_start_with_it_first()
    {
        var users = await _service.GetAsync("api/users?search=USER-1&count=3");
        Assert.Equal(["user-1", "user-10", "user-11"], users.AsArray().Select(user => (string)user!).Order(StringComparer.Ordinal));
        var items = await _service.GetAsync("api/items?search=%C3%A4");
        Assert.Equal([TestModel.OddItem], items.AsArray().Select(item => (string)item!["name"]!));
        Assert.Equal(10, (await _service.GetAsync("api/items")).AsArray().Count);
        Assert.Empty((await _service.GetAsync("api/items?search=nothing")).AsArray());
    }

    [Fact]
    public async Task The_model_and_the_health_tell_a_refused_file_and_the_answers_go_on()
    {
        var before = await _service.GetAsync("api/model");
        Assert.Equal(64, ((string)before["hash"]!).Length);
        Assert.Equal(TestModel.Clusters, (int?)before["clusters"]);
        Assert.Equal("Healthy", (string?)(await _service.GetAsync("health"))["status"]);

        _files.Replace("no zip"u8.ToArray());
        await WaitUntilAsync(async () => (await _service.GetAsync("api/model"))["refusal"] is not null);
        Assert.Equal("Degraded", (string?)(await _service.GetAsync("health"))["status"]);
        var answer = await _service.GetAsync($"api/users/{TestModel.User(1)}/recommendations");
        Assert.Equal((string?)before["hash"], (string?)answer["model"]);

        _files.Replace(_files.B);
        await WaitUntilAsync(async () => (string?)(await _service.GetAsync("api/model"))["hash"] != (string?)before["hash"]);
        AssertSame(TestModel.Load(_files.B).Recommend(TestModel.User(1)), await _service.GetAsync($"api/users/{TestModel.User(1)}/recommendations"));
        Assert.Equal("Healthy", (string?)(await _service.GetAsync("health"))["status"]);
    }

    [Fact]
    public async Task Items_have_the_names_of_a_file()
    {
        string names = _files["names.tsv"];
        await File.WriteAllTextAsync(names, $"year\tname\titem\n1999\tThe first\t{TestModel.Item(1)}\n2001\tThe odd\t{TestModel.OddItem}\n");
        await using var service = await RunningService.StartAsync(_files.Served, "--items", names);
        var found = await service.GetAsync("api/items?search=the");
        Assert.Equal(["The first", "The odd"], found.AsArray().Select(item => (string)item!["name"]!).Order());
        var similar = await service.GetAsync($"api/items/{TestModel.Item(1)}/similar?count=39");
        Assert.Equal("The first", (string?)similar["name"]);
        Assert.Equal("The odd", (string?)similar["similar"]!.AsArray().Single(item => (string?)item!["item"] == TestModel.OddItem)!["name"]);
        Assert.All(similar["similar"]!.AsArray().Where(item => (string?)item!["item"] != TestModel.OddItem), item => Assert.Equal((string?)item!["item"], (string?)item["name"]));
    }

    [Fact]
    public async Task The_description_names_every_route_with_its_problems()
    {
        var description = await _service.GetAsync("openapi/v1.json");
        var paths = description["paths"]!.AsObject();
        Assert.Equal(
            [
                "/api/items", "/api/items/{item}/similar", "/api/model", "/api/recommendations",
                "/api/users", "/api/users/{user}", "/api/users/{user}/explain/{item}", "/api/users/{user}/recommendations",
            ],
            paths.Select(path => path.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            ["200", "400", "404", "429"],
            paths["/api/users/{user}/recommendations"]!["get"]!["responses"]!.AsObject().Select(response => response.Key).Order(StringComparer.Ordinal));
        Assert.Equal("integer", (string?)description["components"]!["schemas"]!["ModelSummary"]!["properties"]!["users"]!["type"]);
    }

    [Fact]
    public async Task The_page_takes_nothing_from_elsewhere()
    {
        foreach (string path in new[] { "", "page.css", "page.js" })
        {
            using var response = await _service.Client.GetAsync(path);
            Assert.True(response.IsSuccessStatusCode);
            string text = await response.Content.ReadAsStringAsync();
            Assert.DoesNotContain("//cdn", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotMatch("https?://(?!www.w3.org/)", text);
            Assert.Contains("default-src 'self'", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        }
    }

    private static async Task WaitUntilAsync(Func<Task<bool>> condition)
    {
        for (int n = 0; n < 600; n++)
        {
            if (await condition())
            {
                return;
            }

            await Task.Delay(50);
        }

        Assert.Fail("It did not come to be in half a minute.");
    }

    private static void AssertSame(IReadOnlyList<Recommendation> expected, JsonNode answer)
    {
        var list = answer["recommendations"]!.AsArray();
        Assert.Equal(Enumerable.Range(1, expected.Count), list.Select(item => (int)item!["rank"]!));
        Assert.Equal(expected, list.Select(item => new Recommendation((string)item!["item"]!, (float)item["score"]!)));
        Assert.All(list, item => Assert.Equal((string?)item!["item"], (string?)item["name"]));
    }

    private static void AssertSame(Explanation expected, JsonNode answer)
    {
        Assert.Equal(expected.Spaces, answer["spaces"]!.AsArray().Select(space => new SpaceContribution((string)space!["space"]!, (float)space["weight"]!, (float)space["score"]!)));
        Assert.Equal(expected.NearestOwnItems, answer["becauseOf"]!.AsArray().Select(item => new Neighbour((string)item!["item"]!, (float)item["similarity"]!)));
        Assert.Equal(expected.Score, (float)answer["score"]!, 1e-5f);
        Assert.NotEqual(1, expected.PairFactor);
        Assert.Equal(expected.PairFactor, (float)answer["pairFactor"]!, 1e-5f);
    }
}
