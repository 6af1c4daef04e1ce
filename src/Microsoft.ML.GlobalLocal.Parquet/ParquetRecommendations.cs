using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes recommendations to Parquet files.</summary>
public static class ParquetRecommendations
{
    private const int RowsPerGroup = 1 << 17;

    /// <summary>
    /// Writes a row of <c>user</c> (text), <c>rank</c> (from 1), <c>item</c> (text) and <c>score</c> (single) for every recommendation. They are written
    /// as they come, to a file beside the target that takes its place once it is whole. <see cref="ParquetInteractions"/> reads the file again.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="recommendations">The lists, as <see cref="Recommender.RecommendAll"/> gives them.</param>
    /// <param name="cancellationToken">Stops the writing; the old file stays.</param>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(string path, IEnumerable<UserRecommendations> recommendations, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(recommendations);
        WholeFile.Write(path, stream => Task.Run(() => WriteAsync(stream, recommendations, cancellationToken), CancellationToken.None).GetAwaiter().GetResult());
    }

    private static async Task WriteAsync(Stream stream, IEnumerable<UserRecommendations> recommendations, CancellationToken cancellationToken)
    {
        var user = new DataField<string>("user", nullable: false);
        var rank = new DataField<int>("rank");
        var item = new DataField<string>("item", nullable: false);
        var score = new DataField<float>("score");
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(user, rank, item, score), stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var rows = recommendations.SelectMany(list => list.Items.Select((entry, n) => (list.User, Rank: n + 1, entry.Item, entry.Score)));
            foreach (var block in rows.Chunk(RowsPerGroup))
            {
                cancellationToken.ThrowIfCancellationRequested();
                using var group = writer.CreateRowGroup();
                await group.WriteAsync(user, Array.ConvertAll(block, row => row.User)).ConfigureAwait(false);
                await group.WriteAsync<int>(rank, Array.ConvertAll(block, row => row.Rank), cancellationToken: cancellationToken).ConfigureAwait(false);
                await group.WriteAsync(item, Array.ConvertAll(block, row => row.Item)).ConfigureAwait(false);
                await group.WriteAsync<float>(score, Array.ConvertAll(block, row => row.Score), cancellationToken: cancellationToken).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }
}
