using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Writes one stream of a model: a signature, a version, the content, and at the end the SHA-256 of all before it, so that
/// <see cref="ModelReader"/> can tell an older, newer, truncated or altered stream from a good one. Little endian.
/// </summary>
public sealed class ModelWriter : IDisposable
{
    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Starts the stream.</summary>
    /// <param name="stream">Where to write; it stays open.</param>
    /// <param name="signature">Four ASCII characters that name the kind of content.</param>
    /// <param name="version">The version of the content's layout.</param>
    internal ModelWriter(Stream stream, string signature, int version)
    {
        _stream = stream;
        WriteBytes(Encoding.ASCII.GetBytes(signature));
        Write(version);
    }

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    public void Write(int value) => WriteValue(value);

    /// <summary>Writes a number.</summary>
    /// <param name="value">The number.</param>
    public void Write(float value) => WriteValue(value);

    /// <summary>Writes a text.</summary>
    /// <param name="value">The text.</param>
    public void Write(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        Write(bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes the length, then the elements.</summary>
    /// <typeparam name="T">A type of numbers.</typeparam>
    /// <param name="values">The elements.</param>
    public void WriteArray<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write(values.Length);
        WriteBytes(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes the number of texts, then the texts.</summary>
    /// <param name="values">The texts.</param>
    public void WriteStrings(ReadOnlySpan<string> values)
    {
        Write(values.Length);
        foreach (string value in values)
        {
            Write(value);
        }
    }

    /// <summary>Ends the stream with the hash of what was written.</summary>
    internal void Complete() => _stream.Write(_hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void WriteValue<T>(T value)
        where T : unmanaged => WriteBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    private void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        _stream.Write(bytes);
    }
}
