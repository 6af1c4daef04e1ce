using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Microsoft.ML.GlobalLocal.LoadTest;

/// <summary>Clients that ask a service one question after the other, of all kinds, each until it is stopped.</summary>
internal static class LoadRun
{
    /// <summary>However long the run, no client asks more often.</summary>
    private const int MaxRequestsPerClient = 1_000_000;

    public static async Task<LoadReport> RunAsync(Uri address, int clients, TimeSpan time, CancellationToken cancellationToken)
    {
        if (!address.IsLoopback)
        {
            throw new ArgumentException($"{address} is not on this machine; only that is put under load.", nameof(address));
        }

        using var http = new HttpClient { BaseAddress = address };
        var users = await http.GetFromJsonAsync<string[]>("api/users?count=100", CancellationToken.None) ?? [];
        var items = (await http.GetFromJsonAsync<JsonArray>("api/items?count=100", CancellationToken.None) ?? []).Select(item => (string)item!["item"]!).ToArray();
        using var stopped = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stopped.CancelAfter(time);
        long start = Stopwatch.GetTimestamp();
        var reports = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => AskAsync(http, users, items, new Random(client), stopped.Token), CancellationToken.None)));
        return LoadReport.Merge(reports, Stopwatch.GetElapsedTime(start));
    }

    private static async Task<LoadReport> AskAsync(HttpClient http, string[] users, string[] items, Random random, CancellationToken cancellationToken)
    {
        var report = new LoadReport();
        for (int n = 0; n < MaxRequestsPerClient && !cancellationToken.IsCancellationRequested; n++)
        {
            using var request = CreateRequest(users, items, random);
            long start = Stopwatch.GetTimestamp();
            try
            {
                // A request in flight at the end is waited for, so that every one of them counts.
                using var response = await http.SendAsync(request, CancellationToken.None);
                var answer = await response.Content.ReadFromJsonAsync<JsonObject>(CancellationToken.None);
                report.Add(Stopwatch.GetElapsedTime(start), (string?)answer?["model"], response.IsSuccessStatusCode ? null : $"{(int)response.StatusCode} {request.RequestUri}: {answer?["detail"]}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException or System.Text.Json.JsonException)
            {
                report.Add(Stopwatch.GetElapsedTime(start), model: null, $"{request.RequestUri}: {exception.Message}");
            }
        }

        return report;
    }

    private static HttpRequestMessage CreateRequest(string[] users, string[] items, Random random)
    {
        string user = Uri.EscapeDataString(users[random.Next(users.Length)]);
        string item = Uri.EscapeDataString(items[random.Next(items.Length)]);
        return random.Next(10) switch
        {
            < 5 => new(HttpMethod.Get, $"api/users/{user}/recommendations?count=10"),
            5 => new(HttpMethod.Get, $"api/users/{user}/recommendations?count=10&explain=true"),
            6 or 7 => new(HttpMethod.Post, "api/recommendations") { Content = JsonContent.Create(new { Items = random.GetItems(items, 5), Count = 10 }) },
            8 => new(HttpMethod.Get, $"api/items/{item}/similar?count=10"),
            _ => new(HttpMethod.Get, $"api/users/{user}/explain/{item}"),
        };
    }
}
