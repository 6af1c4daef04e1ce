using System.IO.Compression;
using System.Text.Json;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// What became of runs, a compressed file for each, kept as it ends: a reproduction that was interrupted goes on where it stopped, and one of other
/// configuration finds nothing. A file is written beside its place and then moved there, so that it is whole or not there.
/// </summary>
/// <typeparam name="TResults">What is kept of a run.</typeparam>
/// <param name="folder">The folder, which the first run that ends makes.</param>
internal sealed class RunStore<TResults>(string folder)
    where TResults : class
{
    private static readonly JsonSerializerOptions JsonOptions = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The results of a run; <see langword="null"/>: it has not ended yet.</summary>
    /// <exception cref="ToolException">The file of the run is not one that <see cref="Write"/> has written.</exception>
    public TResults? Find(RunKey key)
    {
        string path = Path.Combine(folder, key.FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            return JsonSerializer.Deserialize<StoredRun>(stream, JsonOptions) is { } run && run.Key == key ? run.Results : throw new JsonException("It is of another run.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            throw new ToolException($"The file '{path}' is no result of a run: {exception.Message} Delete it, and the run is made again.", exception);
        }
    }

    /// <summary>Keeps the results of a run that has ended.</summary>
    public void Write(RunKey key, TResults results)
    {
        Directory.CreateDirectory(folder);
        WholeFile.Write(Path.Combine(folder, key.FileName), stream =>
        {
            using var compressed = new GZipStream(stream, CompressionLevel.SmallestSize, leaveOpen: true);
            JsonSerializer.Serialize(compressed, new StoredRun(key, results), JsonOptions);
        });
    }

    private sealed record StoredRun(RunKey Key, TResults Results);
}
