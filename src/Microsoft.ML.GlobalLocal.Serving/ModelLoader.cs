using System.IO.Compression;
using System.Security.Cryptography;

namespace Microsoft.ML.GlobalLocal.Serving;

/// <summary>Loads the model of a file, whole and as one version of the file has it.</summary>
internal static class ModelLoader
{
    /// <summary>Opens the file so that others may replace it meanwhile; what was opened stays what it was, unless it is written over in place.</summary>
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    /// <summary>Hashes an open file.</summary>
    public static string Hash(FileStream file)
    {
        file.Position = 0;
        return Convert.ToHexString(SHA256.HashData(file)).ToLowerInvariant();
    }

    /// <summary>Loads the model of an open file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="hash">Its hash.</param>
    /// <param name="metrics">What counts the model's requests.</param>
    /// <param name="time">The time of the loading.</param>
    /// <exception cref="InvalidDataException">The file is no model, or has none of this library in it.</exception>
    /// <exception cref="IOException">The file changed while it was read, or can't be read.</exception>
    public static ServedModel Load(FileStream file, string hash, RecommenderMetrics metrics, DateTimeOffset time)
    {
        var recommender = Load(file, metrics);
        var trainedAt = ReadTime(file);
        if (Hash(file) != hash)
        {
            throw new IOException($"The model file '{file.Name}' was written to while it was read. It is read again once it stays the same.");
        }

        var model = recommender.Model;
        return new ServedModel(recommender, new ModelInformation(
            file.Name,
            hash,
            file.Length,
            trainedAt,
            time,
            model.Users.Count,
            model.Items.Count,
            model.Interactions.Count,
            [.. model.Attention.Spaces.Select(space => new SpaceInformation(space.Name, space.Dimension, space.Similarity))],
            model.Retriever.Index?.ClusterCount,
            model.Retriever.Clusters));
    }

    private static Recommender Load(FileStream file, RecommenderMetrics metrics)
    {
        var catalog = new MLContext().GlobalLocal();
        try
        {
            return catalog.CreateRecommender(catalog.Load(file, out _), metrics);
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"The file '{file.Name}' is a model of ML.NET, but none to be served: {exception.Message}", exception);
        }
    }

    /// <summary>The latest time of the zip's entries, which ML.NET gives them as it saves the model.</summary>
    private static DateTimeOffset? ReadTime(FileStream file)
    {
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var latest = archive.Entries.Max(entry => entry.LastWriteTime);

        // The first time that a zip can tell stands for none.
        return latest.Year > 1980 ? latest : null;
    }
}
