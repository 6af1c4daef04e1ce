using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Microsoft.ML.GlobalLocal.Serving.Tests;

public sealed class RecommenderSourceTests : IDisposable
{
    private readonly ModelFiles _files = new();
    private readonly ServingMetrics _metrics = new(new ServiceCollection().BuildServiceProvider());
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingLogger<RecommenderSource> _logger = new();

    public void Dispose()
    {
        _metrics.Dispose();
        _files.Dispose();
    }

    [Fact]
    public void The_model_of_the_file_answers_and_is_known()
    {
        var source = CreateSource();
        AssertAnswersLike(_files.A, source);
        var information = source.Current.Information;
        using var archive = ZipFile.OpenRead(_files.Served);
        Assert.Equal(_files.Served, information.Path);
        Assert.Equal(HashOf(_files.Served), information.Hash);
        Assert.Equal(new FileInfo(_files.Served).Length, information.FileSize);
        Assert.Equal(archive.Entries.Max(entry => entry.LastWriteTime), information.TrainedAt);
        Assert.Equal(_time.GetUtcNow(), information.LoadedAt);
        Assert.Equal((TestModel.Users, TestModel.Items), (information.Users, information.Items));
        Assert.Equal(TestModel.Load(_files.A).Model.Interactions.Count, information.Interactions);
        Assert.Equal(["GW 6 Product", "GS 6 Product", "GN 6 Product"], information.Spaces.Select(space => $"{space.Name} {space.Dimension} {space.Similarity}"));
        Assert.Equal((TestModel.Clusters, 3), (information.Clusters, information.SearchedClusters));
        Assert.Null(source.Refusal);
    }

    [Fact]
    public void A_replaced_file_is_served_once_it_has_stayed_the_same()
    {
        var source = CreateSource();
        var before = source.Current;
        _files.Replace(_files.B);
        source.Check();
        Assert.Same(before, source.Current);
        source.Check();
        Assert.NotSame(before, source.Current);
        AssertAnswersLike(_files.B, source);

        // What was taken before goes on as it was.
        Assert.Equal(TestModel.Load(_files.A).Recommend(TestModel.User(1)), before.Recommender.Recommend(TestModel.User(1)));
    }

    [Fact]
    public void A_file_with_the_same_content_is_not_loaded_again()
    {
        var source = CreateSource();
        var before = source.Current;
        _files.Touch();
        Look(source, 3);
        Assert.Same(before, source.Current);
        Assert.Null(source.Refusal);
    }

    [Fact]
    public void A_file_that_is_being_written_is_left_alone()
    {
        var source = CreateSource();
        var content = File.ReadAllBytes(_files.B);
        for (int part = 1; part < 5; part++)
        {
            _files.Replace(content[..(part * content.Length / 5)]);
            source.Check();
        }

        Assert.Null(source.Refusal);
        _files.Replace(content);
        Look(source, 2);
        AssertAnswersLike(_files.B, source);
        Assert.DoesNotContain(_logger.Entries, entry => entry.Level >= LogLevel.Warning);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("truncated")]
    [InlineData("altered")]
    [InlineData("other model")]
    public void A_broken_file_is_refused_and_told_once_and_the_model_before_goes_on(string fault)
    {
        var source = CreateSource();
        _files.Replace(Break(fault));
        Look(source, 5);
        AssertAnswersLike(_files.A, source);
        Assert.Equal(_time.GetUtcNow(), source.Refusal!.Time);
        var (level, message) = Assert.Single(_logger.Entries, entry => entry.Level >= LogLevel.Warning);
        Assert.Equal(LogLevel.Error, level);
        Assert.Contains(source.Refusal.Reason, message, StringComparison.Ordinal);
        Assert.Contains(source.Current.Information.Hash, message, StringComparison.Ordinal);

        _files.Replace(_files.B);
        Look(source, 2);
        AssertAnswersLike(_files.B, source);
        Assert.Null(source.Refusal);
    }

    [Fact]
    public void The_old_file_put_back_after_a_broken_one_is_no_refusal_any_more()
    {
        var source = CreateSource();
        var before = source.Current;
        _files.Replace(Break("text"));
        Look(source, 2);
        Assert.NotNull(source.Refusal);
        _files.Replace(_files.A);
        Look(source, 2);
        Assert.Null(source.Refusal);
        Assert.Same(before, source.Current);
    }

    [Fact]
    public void A_missing_file_is_told_once_until_it_is_there_again()
    {
        var source = CreateSource();
        File.Delete(_files.Served);
        Look(source, 4);
        AssertAnswersLike(_files.A, source);
        Assert.Contains("model.zip", source.Refusal!.Reason, StringComparison.Ordinal);
        Assert.Single(_logger.Entries, entry => entry.Level == LogLevel.Warning);
        _files.Replace(_files.B);
        Look(source, 2);
        AssertAnswersLike(_files.B, source);
        Assert.Null(source.Refusal);
    }

    [Fact]
    public void There_is_no_start_without_a_model()
    {
        _files.Replace(Break("text"));
        Assert.Contains("no model zip", Assert.Throws<InvalidDataException>(CreateSource).Message, StringComparison.Ordinal);
        File.Delete(_files.Served);
        Assert.Throws<FileNotFoundException>(CreateSource);
    }

    [Fact]
    public async Task Requests_in_flight_see_one_whole_model_each_whatever_happens_to_the_file()
    {
        var source = CreateSource();
        var expected = new[] { _files.A, _files.B }.ToDictionary(HashOf, path => TestModel.Load(path).RecommendAll(10).ToDictionary(user => user.User, user => user.Items));
        using var stopped = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(reader => Task.Run(() =>
        {
            int answered = 0;
            for (; !stopped.IsCancellationRequested; answered++)
            {
                var served = source.Current;
                string user = TestModel.User((reader + answered) % TestModel.Users);
                Assert.Equal(expected[served.Information.Hash][user], served.Recommender.Recommend(user));
            }

            return answered;
        })).ToArray();
        foreach (string fault in new[] { "text", "truncated", "altered", "empty" })
        {
            _files.Replace(_files.B);
            Look(source, 2);
            AssertAnswersLike(_files.B, source);
            _files.Replace(Break(fault));
            Look(source, 2);
            _files.Replace(_files.A);
            Look(source, 2);
            AssertAnswersLike(_files.A, source);
        }

        await stopped.CancelAsync();
        Assert.All(await Task.WhenAll(readers), answered => Assert.True(answered > 0));
    }

    private static void Look(RecommenderSource source, int times)
    {
        for (int n = 0; n < times; n++)
        {
            source.Check();
        }
    }

    private static string HashOf(string path) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

    private static void AssertAnswersLike(string path, RecommenderSource source)
    {
        var expected = TestModel.Load(path);
        Assert.Equal(HashOf(path), source.Current.Information.Hash);
        Assert.Equal(expected.RecommendAll(10).SelectMany(user => user.Items), source.Current.Recommender.RecommendAll(10).SelectMany(user => user.Items));
    }

    private RecommenderSource CreateSource() =>
        new(Options.Create(new RecommenderServingOptions { Path = _files.Served }), _metrics, _time, _logger);

    private byte[] Break(string fault)
    {
        var content = File.ReadAllBytes(_files.B);
        switch (fault)
        {
            case "empty":
                return [];
            case "text":
                return "no zip"u8.ToArray();
            case "truncated":
                return content[..(content.Length / 2)];
            case "altered":
                content[content.Length / 2] ^= 1;
                return content;
            default:
                var context = new MLContext();
                var data = context.Data.LoadFromEnumerable([new { Text = "some" }]);
                context.Model.Save(context.Transforms.Conversion.MapValueToKey("Text").Fit(data), data.Schema, _files["other.zip"]);
                return File.ReadAllBytes(_files["other.zip"]);
        }
    }
}
