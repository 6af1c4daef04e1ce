using System.Buffers;
using System.IO.Compression;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Saves and loads model zips by ML.NET's own means, and adds what these lack: a save that fails leaves the old file whole, every entry is checked
/// against its checksum before anything is made of it, and errors name the file and say in one sentence what is wrong with it.
/// </summary>
internal static class ModelFile
{
    private const int BufferSize = 1 << 16;
    private static readonly uint[] CrcTable = CreateCrcTable();

    public static void Save(MLContext context, ITransformer model, DataViewSchema? inputSchema, string path) => WholeFile.Write(path, stream =>
    {
        context.Model.Save(model, inputSchema, stream);

        // ML.NET keeps silent about a failure to write the end of the zip, such as a full disk.
        stream.Flush();
        stream.Position = 0;
        CheckWritten(stream, path);
    });

    public static ITransformer Load(MLContext context, string path, out DataViewSchema inputSchema)
    {
        using var stream = File.OpenRead(path);
        return Load(context, stream, path, out inputSchema);
    }

    /// <summary>Loads from a seekable stream.</summary>
    public static ITransformer Load(MLContext context, Stream stream, string name, out DataViewSchema inputSchema)
    {
        Check(stream, name);
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

    private static void CheckWritten(Stream stream, string path)
    {
        try
        {
            Check(stream, path);
        }
        catch (InvalidDataException exception)
        {
            throw new IOException($"The model was not written to '{path}' as a whole; the disk may be full.", exception);
        }
    }

    /// <summary>Reads all entries once and compares their lengths and checksums, which .NET does not do on extraction.</summary>
    private static void Check(Stream stream, string path)
    {
        try
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            foreach (var entry in archive.Entries)
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
        uint crc = uint.MaxValue;
        long length = 0;
        using (var content = entry.Open())
        {
            int read;
            while ((read = content.Read(buffer)) > 0 && length <= entry.Length)
            {
                length += read;
                foreach (byte value in buffer.AsSpan(0, read))
                {
                    crc = CrcTable[(byte)(crc ^ value)] ^ (crc >> 8);
                }
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        if (length != entry.Length || ~crc != entry.Crc32)
        {
            throw new InvalidDataException($"its entry '{entry.FullName}' does not match its checksum.");
        }
    }

    private static uint[] CreateCrcTable()
    {
        const uint Polynomial = 0xEDB88320;
        var table = new uint[256];
        for (uint n = 0; n < table.Length; n++)
        {
            uint value = n;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? Polynomial ^ (value >> 1) : value >> 1;
            }

            table[n] = value;
        }

        return table;
    }
}
