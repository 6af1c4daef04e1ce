using System.IO.Compression;
using System.Runtime.CompilerServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// An entry of a model zip that ML.NET loads from, read where it lies. ML.NET's own way copies it to a temporary file first, which takes as long as reading it.
/// </summary>
internal sealed class ModelEntryStream : Stream
{
    private readonly Stream _content;
    private long _position;

    private ModelEntryStream(Stream content, long length)
    {
        _content = content;
        Length = length;
    }

    public override bool CanRead => true;

    /// <summary>Sizes are checked against the length, which is known though the stream goes forward only.</summary>
    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Opens an entry.</summary>
    /// <returns>The entry; <see langword="null"/> where there is none, or this version of ML.NET keeps its entries in another way.</returns>
    public static ModelEntryStream? TryOpen(ModelLoadContext context, string name)
    {
        try
        {
            string path = Path.Combine(context.Directory ?? string.Empty, name);
            var entry = GetEntries(context.Repository).FirstOrDefault(entry => Normalize(entry.Key) == Normalize(path)).Value;
            return entry is null ? null : new ModelEntryStream(entry.Open(), entry.Length);
        }
        catch (MissingFieldException)
        {
            return null;
        }

        static string Normalize(string path) => path.Replace('\\', '/');
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = _content.Read(buffer);
        _position += count;
        return count;
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_entries")]
    private static extern ref Dictionary<string, ZipArchiveEntry> GetEntries(RepositoryReader repository);
}
