using Parquet;
using Parquet.Schema;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes vectors of a space to Parquet files, as vector databases import them.</summary>
public static class ParquetVectors
{
    private const int NumbersPerGroup = 1 << 22;

    /// <summary>
    /// Writes a row of an <c>id</c> (text) and a <c>vector</c> (a list of singles) for every id, to a file beside the target that takes its place once
    /// it is whole.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="ids">The ids.</param>
    /// <param name="vectors">Their vectors, row after row: [ids * dimension].</param>
    /// <exception cref="ArgumentException">The table does not hold a vector for every id.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public static void Write(string path, IdTable ids, ReadOnlyMemory<float> vectors)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0 || vectors.Length == 0 || vectors.Length % ids.Count != 0)
        {
            throw new ArgumentException($"A table of {vectors.Length} numbers does not hold {ids.Count} vectors of one length.", nameof(vectors));
        }

        WholeFile.Write(path, stream => Task.Run(() => WriteAsync(stream, ids, vectors)).GetAwaiter().GetResult());
    }

    private static async Task WriteAsync(Stream stream, IdTable ids, ReadOnlyMemory<float> vectors)
    {
        int dimension = vectors.Length / ids.Count;
        int rowsPerGroup = Math.Max(1, NumbersPerGroup / dimension);
        var id = new DataField<string>("id", nullable: false);
        var element = new DataField<float>("element");
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(id, new ListField("vector", element)), stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            for (int start = 0; start < ids.Count; start += rowsPerGroup)
            {
                int rows = Math.Min(rowsPerGroup, ids.Count - start);
                var definitions = new int[rows * dimension];
                definitions.AsSpan().Fill(element.MaxDefinitionLevel);

                // A list starts where the repetition level is 0, and goes on where it is 1.
                var repetitions = new int[rows * dimension];
                for (int n = 0; n < repetitions.Length; n++)
                {
                    repetitions[n] = n % dimension == 0 ? 0 : 1;
                }

                using var group = writer.CreateRowGroup();
                await group.WriteAsync(id, ids.Ids.Slice(start, rows).ToArray()).ConfigureAwait(false);
                await group.WriteAllPartsAsync<float>(element, vectors.Slice(start * dimension, rows * dimension), definitions, repetitions, CancellationToken.None).ConfigureAwait(false);
                group.CompleteValidate();
            }
        }
    }
}
