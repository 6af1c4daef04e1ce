using System.Buffers;
using System.IO.Compression;
using System.IO.Hashing;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Saves and loads model zips by ML.NET's own means, and adds what these lack: a save that fails leaves the old file whole, every entry is checked
/// against a checksum before a model is made of it, and errors name the file and say in one sentence what is wrong with it.
/// </summary>
internal static class ModelFile
{
    private const int BufferSize = 1 << 16;

    public static void Save(MLContext context, ITransformer model, DataViewSchema? inputSchema, string path) => WholeFile.Write(path, stream =>
    {
        using var compressed = new FileStream($"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.tmp", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, BufferSize, FileOptions.DeleteOnClose);
        context.Model.Save(model, inputSchema, compressed);

        // ML.NET keeps silent about a failure to write the end of the zip, such as a full disk.
        compressed.Flush();
        compressed.Position = 0;
        CheckWritten(compressed, path);
        StoreTables(compressed, stream);
    });

    public static ITransformer Load(MLContext context, string path, out DataViewSchema inputSchema)
    {
        using var stream = File.OpenRead(path);
        return Load(context, stream, path, out inputSchema);
    }

    /// <summary>Loads from a seekable stream.</summary>
    public static ITransformer Load(MLContext context, Stream stream, string name, out DataViewSchema inputSchema)
    {
        Check(stream, name, entry => entry.Name != ModelStream.EntryName);
        stream.Position = 0;
        try
        {
            return context.Model.Load(stream, out inputSchema);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // ML.NET calls its loaders by reflection, which wraps what they throw, once for every level of the model.
            throw new InvalidDataException($"The model file '{name}' could not be loaded. {exception.GetBaseException().Message}", exception);
        }
    }

    /// <summary>
    /// Copies a zip, this library's entries without compression: it takes a fifth from tables of numbers, and makes them several times slower to load.
    /// </summary>
    private static void StoreTables(Stream compressed, Stream stored)
    {
        using var source = new ZipArchive(compressed, ZipArchiveMode.Read, leaveOpen: true);
        using var target = new ZipArchive(stored, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var entry in source.Entries)
        {
            var copy = target.CreateEntry(entry.FullName, entry.Name == ModelStream.EntryName ? CompressionLevel.NoCompression : CompressionLevel.Optimal);
            copy.LastWriteTime = entry.LastWriteTime;
            using var from = entry.Open();
            using var to = copy.Open();
            from.CopyTo(to, BufferSize);
        }
    }

    private static void CheckWritten(Stream stream, string path)
    {
        try
        {
            Check(stream, path, _ => true);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException($"The model was not written to '{path}' as a whole; the disk may be full.", exception);
        }
    }

    /// <summary>Reads entries and compares their lengths and checksums, which .NET does not do on extraction. This library's own have a checksum of their own.</summary>
    private static void Check(Stream stream, string path, Func<ZipArchiveEntry, bool> isChecked)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in archive.Entries.Where(isChecked))
            {
                Check(entry);
            }
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The file '{path}' is no model zip, or it was truncated or altered: {exception.Message} Take it from its source again, or train and save the model again.", exception);
        }
    }

    private static void Check(ZipArchiveEntry entry)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var crc = new Crc32();
        long length = 0;
        using (var content = entry.Open())
        {
            int read;
            while ((read = content.Read(buffer)) > 0 && length <= entry.Length)
            {
                length += read;
                crc.Append(buffer.AsSpan(0, read));
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (length != entry.Length || crc.GetCurrentHashAsUInt32() != entry.Crc32)
        {
            throw new InvalidDataException($"its entry '{entry.FullName}' does not match its checksum.");
        }
    }
}
