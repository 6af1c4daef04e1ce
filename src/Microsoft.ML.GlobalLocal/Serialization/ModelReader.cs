using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Reads what <see cref="ModelWriter"/> wrote. Every size is checked against the bytes that are left before anything is allocated
/// from it; any fault is an <see cref="InvalidDataException"/> that says what was found and what was expected.
/// </summary>
public sealed class ModelReader : IDisposable
{
    private const int HashLength = 32;
    private const int PendingLength = 1 << 12;

    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly long _length;
    private readonly string _signature;

    // What was read in small pieces, such as numbers and texts, and is not hashed yet: to hash each by itself takes longer than to read it.
    private readonly byte[] _pending = new byte[PendingLength];
    private int _pendingCount;

    // What was read is hashed while the next is read: of a large model, either takes as long as the other.
    private Task _hashing = Task.CompletedTask;

    /// <summary>Reads and checks the start of the stream.</summary>
    /// <param name="stream">A seekable stream at the position where the writer began.</param>
    /// <param name="signature">The signature that the content must have.</param>
    /// <param name="version">The version that this library writes.</param>
    /// <param name="oldestVersion">The oldest version that this library still reads.</param>
    internal ModelReader(Stream stream, string signature, int version, int oldestVersion)
    {
        _stream = stream;
        _length = stream.Length;
        _signature = signature;
        Span<byte> found = stackalloc byte[4];
        ReadBytes(found);
        if (!found.SequenceEqual(Encoding.ASCII.GetBytes(signature)))
        {
            throw Altered($"it starts with '{Encoding.ASCII.GetString(found)}'");
        }

        Version = ReadInt32(int.MinValue, int.MaxValue);
        if (Version > version)
        {
            throw new InvalidDataException(
                $"The model's '{signature}' stream has version {Version}; this library reads up to version {version}. Update Microsoft.ML.GlobalLocal, or save the model with the older release.");
        }

        if (Version < oldestVersion)
        {
            throw new InvalidDataException(
                $"The model's '{signature}' stream has version {Version}; this library reads versions {oldestVersion} to {version}. Train and save the model again.");
        }
    }

    /// <summary>Reads a whole stream; what its content gets wrong is told as an altered stream.</summary>
    internal static T Read<T>(Stream stream, string signature, int version, int oldestVersion, Func<ModelReader, T> read)
    {
        using var reader = new ModelReader(stream, signature, version, oldestVersion);
        try
        {
            var value = read(reader);
            reader.Complete();
            return value;
        }
        catch (ArgumentException exception)
        {
            // The parts check themselves; here their complaint is about the file, not about an argument.
            throw reader.Altered(exception.Message);
        }
    }

    /// <summary>The version of the stream's layout.</summary>
    public int Version { get; }

    private long Remaining => _length - _stream.Position - HashLength;

    /// <summary>Reads a number.</summary>
    /// <param name="minimum">The smallest that can be right.</param>
    /// <param name="maximum">The largest that can be right.</param>
    /// <exception cref="InvalidDataException">The number lies outside, or the stream ends.</exception>
    public int ReadInt32(int minimum, int maximum)
    {
        int value = ReadValue<int>();
        return value >= minimum && value <= maximum
            ? value
            : throw Altered($"a number that must lie between {minimum} and {maximum} is {value}");
    }

    /// <summary>Reads a number that must be finite.</summary>
    /// <exception cref="InvalidDataException">The number is not finite, or the stream ends.</exception>
    public float ReadFiniteSingle()
    {
        float value = ReadValue<float>();
        return float.IsFinite(value) ? value : throw Altered($"a number that must be finite is {value}");
    }

    /// <summary>Reads a text.</summary>
    /// <exception cref="InvalidDataException">The stream ends before the text does.</exception>
    public string ReadString()
    {
        int length = ReadInt32(0, Array.MaxLength);
        CheckRemaining(length);
        var rented = ArrayPool<byte>.Shared.Rent(length);
        var bytes = rented.AsSpan(0, length);
        ReadBytes(bytes);
        string text = Encoding.UTF8.GetString(bytes);
        ArrayPool<byte>.Shared.Return(rented);
        return text;
    }

    /// <summary>Reads an array that must have the given length.</summary>
    /// <typeparam name="T">A type of numbers.</typeparam>
    /// <param name="length">The length.</param>
    /// <exception cref="InvalidDataException">It has another length, or the stream ends.</exception>
    public T[] ReadArray<T>(long length)
        where T : unmanaged
    {
        int found = ReadInt32(0, Array.MaxLength);
        if (found != length)
        {
            throw Altered($"a table that must have {length} entries has {found}");
        }

        return ReadElements<T>(found);
    }

    /// <summary>Reads an array of any length up to the given one.</summary>
    /// <typeparam name="T">A type of numbers.</typeparam>
    /// <param name="maximumLength">The greatest length that can be right.</param>
    /// <exception cref="InvalidDataException">It is longer, or the stream ends.</exception>
    public T[] ReadArrayUpTo<T>(int maximumLength)
        where T : unmanaged => ReadElements<T>(ReadInt32(0, maximumLength));

    /// <summary>Reads texts.</summary>
    /// <exception cref="InvalidDataException">The stream ends before they do.</exception>
    public string[] ReadStrings()
    {
        int count = ReadInt32(0, Array.MaxLength);
        CheckRemaining(count * (long)sizeof(int));
        var values = new string[count];
        for (int n = 0; n < count; n++)
        {
            values[n] = ReadString();
        }

        return values;
    }

    /// <summary>Reads the hash at the end and compares it with that of what was read.</summary>
    internal void Complete()
    {
        HashPending();
        _hashing.Wait();
        var computed = _hash.GetHashAndReset();
        var stored = new byte[HashLength];
        if (_stream.ReadAtLeast(stored, HashLength, throwOnEndOfStream: false) < HashLength)
        {
            throw Truncated();
        }

        if (!computed.AsSpan().SequenceEqual(stored))
        {
            throw Altered("its checksum does not match its content");
        }
    }

    /// <summary>An exception that says that the stream's content cannot be right.</summary>
    /// <param name="what">What was found, and what was expected.</param>
    public InvalidDataException Altered(string what) =>
        new($"The model's '{_signature}' stream was altered or is no such stream: {what}. Take the file from its source again, or train and save the model again.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _hashing.Wait();
        _hash.Dispose();
    }

    private InvalidDataException Truncated() =>
        new($"The model's '{_signature}' stream is truncated: it ends before its content does. Take the file from its source again, or train and save the model again.");

    private T[] ReadElements<T>(int count)
        where T : unmanaged
    {
        CheckRemaining(count * (long)Unsafe.SizeOf<T>());
        var values = GC.AllocateUninitializedArray<T>(count);
        HugePages.Advise(values);
        Fill(MemoryMarshal.AsBytes(values.AsSpan()));
        HashPending();
        Hash(values);
        return values;
    }

    private void CheckRemaining(long bytes)
    {
        if (bytes > Remaining)
        {
            throw Truncated();
        }
    }

    private T ReadValue<T>()
        where T : unmanaged
    {
        T value = default;
        ReadBytes(MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Reads a small piece.</summary>
    private void ReadBytes(Span<byte> bytes)
    {
        Fill(bytes);
        for (var rest = (ReadOnlySpan<byte>)bytes; rest.Length > 0;)
        {
            int count = Math.Min(rest.Length, PendingLength - _pendingCount);
            rest[..count].CopyTo(_pending.AsSpan(_pendingCount));
            rest = rest[count..];
            _pendingCount += count;
            if (_pendingCount == PendingLength)
            {
                HashPending();
            }
        }
    }

    private void Fill(Span<byte> bytes)
    {
        if (_stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw Truncated();
        }
    }

    private void HashPending()
    {
        Hash(_pending.AsSpan(0, _pendingCount).ToArray());
        _pendingCount = 0;
    }

    private void Hash<T>(T[] values)
        where T : unmanaged =>
        _hashing = _hashing.ContinueWith(_ => _hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan())), TaskScheduler.Default);
}
