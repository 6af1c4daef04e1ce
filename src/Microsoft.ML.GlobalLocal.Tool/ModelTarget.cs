namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>
/// A model file that is going to be written. That it can be is found before the work that leads to it: the folder must be writable, and disk
/// space is taken for about what a model needs. The file that was there before stays until the new one is whole.
/// </summary>
internal sealed class ModelTarget : IDisposable
{
    // Four spaces of 128 dimensions, and the interactions: about what the default preset writes before compression.
    private const long BytesPerUserOrItem = 4 * 128 * sizeof(float);
    private const long BytesPerInteraction = sizeof(int);
    private const int BlockSize = 1 << 16;

    private readonly string _path;
    private readonly FileStream _space;

    private ModelTarget(string path, FileStream space)
    {
        _path = path;
        _space = space;
    }

    /// <summary>Makes sure that a model can be written.</summary>
    /// <param name="path">The path of the model.</param>
    /// <param name="interactions">The interactions that will be trained on.</param>
    public static ModelTarget Reserve(string path, InteractionMatrix interactions)
    {
        long bytes = BytesPerUserOrItem * ((long)interactions.UserCount + interactions.ItemCount) + BytesPerInteraction * (long)interactions.Count;
        if (Directory.Exists(path))
        {
            throw new ToolException($"The model cannot be written to '{path}': it is a folder. Give the path of a file.");
        }

        FileStream? space = null;
        try
        {
            string beside = $"{Path.GetFullPath(path)}.{Guid.NewGuid():N}.space";
            space = new FileStream(beside, FileMode.CreateNew, FileAccess.Write, FileShare.None, BlockSize, FileOptions.DeleteOnClose);

            // Written rather than allocated, which not every file system does.
            var block = new byte[BlockSize];
            for (long written = 0; written < bytes; written += BlockSize)
            {
                space.Write(block);
            }

            space.Flush();
            return new ModelTarget(path, space);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            space?.Dispose();
            throw new ToolException(
                $"The model cannot be written to '{path}': {exception.Message} Nothing was trained. Give a folder that exists, is writable and has {bytes / 1_000_000 + 1} MB free.", exception);
        }
    }

    /// <summary>Writes the model.</summary>
    public void Save(MLContext mlContext, ITransformer model, DataViewSchema inputSchema)
    {
        _space.Dispose();
        try
        {
            mlContext.GlobalLocal().Save(model, inputSchema, _path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"The model could not be written to '{_path}': {exception.Message} What was there before is still there.", exception);
        }
    }

    public void Dispose() => _space.Dispose();
}
