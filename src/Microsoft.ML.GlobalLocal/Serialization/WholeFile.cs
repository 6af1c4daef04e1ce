namespace Microsoft.ML.GlobalLocal;

/// <summary>Files that take the place of an old one only once they are whole: a failure leaves the old one as it was.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file beside the target first, down to the disk, and then puts it in the target's place.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the content; the stream can also be read.</param>
    public static void Write(string path, Action<Stream> write) => WriteBeside(path, beside =>
    {
        using var stream = new FileStream(beside, FileMode.CreateNew, FileAccess.ReadWrite);
        write(stream);
        stream.Flush(flushToDisk: true);
    });

    /// <summary>Has a file written beside the target first, and then puts it in the target's place.</summary>
    /// <param name="path">The target.</param>
    /// <param name="write">Writes the file whose path it is given.</param>
    public static void WriteBeside(string path, Action<string> write)
    {
        string target = Path.GetFullPath(path);
        string beside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            write(beside);
            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
