using Microsoft.ML.Runtime;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Puts a transformer into ML.NET's model zip and takes it out again. ML.NET's own entry holds no more than who can load it; all content is in
/// one binary entry beside it, which <see cref="ModelWriter"/> writes and <see cref="ModelReader"/> checks.
/// </summary>
internal static class ModelStream
{
    /// <summary>The name of that entry.</summary>
    public const string EntryName = "GlobalLocal.bin";

    // The layout of ML.NET's own entry, which is empty: it stays, versions of the content are in our own entry.
    private const uint EntryVersion = 0x00010001;

    public static void Save<T>(ModelSaveContext context, T transformer)
        where T : class, ITransformer, ISavedTransformer<T>
    {
        ArgumentNullException.ThrowIfNull(context);
        context.CheckAtModel();
        context.SetVersionInfo(GetVersionInfo<T>());
        context.SaveBinaryStream(EntryName, writer => transformer.Write(writer.BaseStream));
    }

    public static T Load<T>(IHostEnvironment environment, ModelLoadContext context)
        where T : class, ITransformer, ISavedTransformer<T>
    {
        context.CheckAtModel(GetVersionInfo<T>());
        T? transformer = null;
        using (var entry = ModelEntryStream.TryOpen(context, EntryName))
        {
            if (entry is not null)
            {
                transformer = Read<T>(environment, entry);
            }
            else
            {
                context.TryLoadBinaryStream(EntryName, reader => transformer = Read<T>(environment, reader.BaseStream));
            }
        }

        return transformer ?? throw new InvalidDataException(
            $"The model lacks the entry '{Path.Combine(context.Directory ?? string.Empty, EntryName)}' that holds its {typeof(T).Name}. Take the file from its source again, or train and save the model again.");
    }

    private static T Read<T>(IHostEnvironment environment, Stream stream)
        where T : class, ITransformer, ISavedTransformer<T>
    {
        using var seekable = stream.CanSeek ? null : Buffer(stream);
        var content = seekable ?? stream;
        var transformer = T.Read(environment, content);
        return content.Position == content.Length ? transformer : throw new InvalidDataException(
            $"The model's {typeof(T).Name} was altered: {content.Length - content.Position} bytes follow its end. Take the file from its source again, or train and save the model again.");
    }

    /// <summary>Copies a stream of unknown length, whose sizes could not be checked otherwise; memory grows with what is there.</summary>
    private static MemoryStream Buffer(Stream stream)
    {
        var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        buffer.Position = 0;
        return buffer;
    }

    private static VersionInfo GetVersionInfo<T>()
        where T : class, ITransformer, ISavedTransformer<T> => new(
            modelSignature: T.ModelSignature,
            verWrittenCur: EntryVersion,
            verReadableCur: EntryVersion,
            verWeCanReadBack: EntryVersion,
            loaderSignature: T.LoaderSignature,
            loaderAssemblyName: typeof(T).Assembly.FullName);
}
