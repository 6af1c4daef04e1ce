using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

public sealed class DependencyInjectionTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private readonly ModelFiles _files = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_scope_has_one_model_and_the_next_one_the_new_model()
    {
        using var host = await StartAsync();
        using var before = host.Services.CreateScope();
        var recommender = before.ServiceProvider.GetRequiredService<Recommender>();
        Assert.Equal(TestModel.Load(_files.A).Recommend(TestModel.User(1)), recommender.Recommend(TestModel.User(1)));

        _files.Replace(_files.B);
        var source = host.Services.GetRequiredService<IRecommenderSource>();
        await AdvanceUntilAsync(() => source.Current.Recommender != recommender);
        Assert.Same(recommender, before.ServiceProvider.GetRequiredService<Recommender>());
        Assert.Same(recommender, before.ServiceProvider.GetRequiredService<ServedModel>().Recommender);
        using var after = host.Services.CreateScope();
        Assert.Equal(TestModel.Load(_files.B).Recommend(TestModel.User(1)), after.ServiceProvider.GetRequiredService<Recommender>().Recommend(TestModel.User(1)));
        await host.StopAsync();
    }

    [Fact]
    public async Task Health_tells_the_model_and_is_degraded_while_the_file_is_refused()
    {
        using var host = await StartAsync();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        var source = host.Services.GetRequiredService<IRecommenderSource>();
        var entry = (await health.CheckHealthAsync()).Entries["globallocal"];
        Assert.Equal(HealthStatus.Healthy, entry.Status);
        Assert.Equal(source.Current.Information.Hash, entry.Data["hash"]);

        _files.Replace("no zip"u8.ToArray());
        await AdvanceUntilAsync(() => source.Refusal is not null);
        entry = (await health.CheckHealthAsync()).Entries["globallocal"];
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Contains("no model zip", entry.Description, StringComparison.Ordinal);

        _files.Replace(_files.B);
        await AdvanceUntilAsync(() => source.Refusal is null);
        Assert.Equal(HealthStatus.Healthy, (await health.CheckHealthAsync()).Status);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_host_without_a_model_does_not_start()
    {
        File.Delete(_files.Served);
        Assert.Contains("model.zip", (await Assert.ThrowsAsync<FileNotFoundException>(() => StartAsync())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_disposed_of_without_a_stop_is_no_failure()
    {
        var host = await StartAsync();
        var watching = host.Services.GetServices<IHostedService>().OfType<ModelFileWatcher>().Single().ExecuteTask!;
        var source = host.Services.GetRequiredService<IRecommenderSource>();
        var before = source.Current;
        _files.Replace(_files.B);
        await AdvanceUntilAsync(() => source.Current != before);
        host.Dispose();
        await watching;
        Assert.True(watching.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task An_infinite_interval_means_never_again()
    {
        using var host = await StartAsync(Timeout.InfiniteTimeSpan);
        var source = host.Services.GetRequiredService<IRecommenderSource>();
        var before = source.Current;
        _files.Replace(_files.B);
        await host.Services.GetServices<IHostedService>().OfType<ModelFileWatcher>().Single().ExecuteTask!;
        Assert.Same(before, source.Current);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    public async Task A_senseless_interval_is_refused(int seconds)
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => StartAsync(TimeSpan.FromSeconds(seconds)));
        Assert.Contains(nameof(RecommenderServingOptions.PollingInterval), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_singleton_cannot_take_a_recommender_that_will_be_replaced()
    {
        var services = new ServiceCollection().AddLogging().AddGlobalLocalRecommender(_files.Served);
        using var provider = services.BuildServiceProvider(validateScopes: true);
        Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Recommender>());
        Assert.NotNull(provider.GetRequiredService<IRecommenderSource>().Current);
    }

    private async Task<IHost> StartAsync(TimeSpan? interval = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.Services.AddGlobalLocalRecommender(_files.Served, options => options.PollingInterval = interval ?? Interval);
        builder.Services.AddHealthChecks().AddGlobalLocalRecommenderCheck();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    /// <summary>Lets intervals pass until something is so; how many it takes is the threads' affair.</summary>
    private async Task AdvanceUntilAsync(Func<bool> condition)
    {
        for (int n = 0; n < 1000 && !condition(); n++)
        {
            _time.Advance(Interval);
            await Task.Delay(20);
        }

        Assert.True(condition());
    }
}
