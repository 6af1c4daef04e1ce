namespace Microsoft.ML.GlobalLocal;

/// <summary>Writes files that are there as a whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes a file beside its place and moves it there; what was there before stays if that fails.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its bytes.</param>
    public static void Write(string path, byte[] content)
    {
        string target = Path.GetFullPath(path);
        string beside = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllBytes(beside, content);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
