using Microsoft.ML.Data;
using Parquet;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace Microsoft.ML.GlobalLocal.DataStores.Tests;

public sealed class ParquetWritingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recommendations_are_read_again_as_they_were_written()
    {
        UserRecommendations[] written =
        [
            new("ann", [new("tea", 1.5f), new("naïve 日本", -0.1f)]),
            new("none", []),
            new("a \"b\",\t", [new("\n", float.MaxValue)]),
        ];
        string path = _folder["top.parquet"];
        ParquetRecommendations.Write(path, written);

        await using var reader = await ParquetReader.CreateAsync(path);
        Assert.Equal(["user", "rank", "item", "score"], reader.Schema.DataFields.Select(field => field.Name));
        using var group = reader.OpenRowGroupReader(0);
        var (users, ranks, items, scores) = (new string[3], new int[3], new string[3], new float[3]);
        await group.ReadAsync(reader.Schema.DataFields[0], users);
        await group.ReadAsync<int>(reader.Schema.DataFields[1], ranks);
        await group.ReadAsync(reader.Schema.DataFields[2], items);
        await group.ReadAsync<float>(reader.Schema.DataFields[3], scores);
        Assert.Equal(["ann", "ann", "a \"b\",\t"], users);
        Assert.Equal([1, 2, 1], ranks);
        Assert.Equal(["tea", "naïve 日本", "\n"], items);
        Assert.Equal([1.5f, -0.1f, float.MaxValue], scores);

        var view = ParquetInteractions.Load(new MLContext(), path, new() { RatingColumn = "score" });
        Assert.Equal(users, view.GetColumn<string>("User"));
        Assert.Equal(items, view.GetColumn<string>("Item"));
        Assert.Equal(scores, view.GetColumn<float>("Rating"));
    }

    [Fact]
    public void More_rows_than_a_group_holds_are_written_in_several()
    {
        string path = _folder["top.parquet"];
        ParquetRecommendations.Write(path, Enumerable.Range(0, 140_000).Select(n => new UserRecommendations($"u{n}", [new($"i{n % 7}", n)])));
        var view = ParquetInteractions.Load(new MLContext(), path);
        Assert.Equal(Enumerable.Range(0, 140_000).Select(n => $"u{n}"), view.GetColumn<string>("User"));
    }

    [Fact]
    public void A_failure_leaves_the_old_file()
    {
        string path = _folder.Write("top.parquet", "old");
        Assert.Throws<TimeoutException>(() => ParquetRecommendations.Write(path, Failing()));
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => ParquetRecommendations.Write(path, [new("u", [new("i", 1)])], cancelled.Token));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));

        static IEnumerable<UserRecommendations> Failing()
        {
            yield return new UserRecommendations("u", [new("i", 1)]);
            throw new TimeoutException();
        }
    }

    [Fact]
    public async Task Vectors_are_lists_of_numbers()
    {
        string path = _folder["vectors.parquet"];
        float[] vectors = [.. Enumerable.Range(0, 15).Select(n => n / 7f)];
        ParquetVectors.Write(path, new IdTable("item", Enumerable.Range(0, 5).Select(n => $"i{n}")), vectors);

        await using var stream = File.OpenRead(path);
        var rows = await ParquetSerializer.DeserializeAsync<Row>(stream);
        Assert.Equal(["i0", "i1", "i2", "i3", "i4"], rows.Data.Select(row => row.id));
        Assert.Equal(vectors.Chunk(3), rows.Data.Select(row => row.vector.ToArray()));
        Assert.Throws<ArgumentException>(() => ParquetVectors.Write(path, new IdTable("item", Enumerable.Range(0, 4).Select(n => $"i{n}")), vectors));
    }

#pragma warning disable IDE1006 // The names are those of the columns.
    private sealed class Row
    {
        [ParquetRequired]
        public string id { get; set; } = "";

        public List<float> vector { get; set; } = [];
    }
#pragma warning restore IDE1006
}
