using Google.Protobuf;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A message of the protocol buffers' wire format, put together field by field. Large tables are not copied: they are written from where they are.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream, Stream>> _fields = [];

    /// <summary>The number of bytes.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a whole number.</summary>
    public ProtobufMessage Add(int field, long value) => Add(CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeInt64Size(value), (output, _) =>
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    });

    /// <summary>Adds text.</summary>
    public ProtobufMessage Add(int field, string value) => Add(CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeStringSize(value), (output, _) =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    });

    /// <summary>Adds a message, which must be complete.</summary>
    public ProtobufMessage Add(int field, ProtobufMessage value) => AddDelimited(field, value.Size, (output, stream) => value.Write(output, stream));

    /// <summary>Adds a table of bytes.</summary>
    /// <param name="field">The field's number.</param>
    /// <param name="size">The number of bytes.</param>
    /// <param name="write">Writes them.</param>
    public ProtobufMessage AddBytes(int field, long size, Action<Stream> write) => AddDelimited(field, size, (output, stream) =>
    {
        output.Flush();
        write(stream);
    });

    /// <summary>Writes the message, of at most 2 GB.</summary>
    public void WriteTo(Stream stream)
    {
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        Write(output, stream);
    }

    private ProtobufMessage AddDelimited(int field, long size, Action<CodedOutputStream, Stream> write) =>
        Add(CodedOutputStream.ComputeTagSize(field) + CodedOutputStream.ComputeInt64Size(size) + size, (output, stream) =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteInt64(size);
            write(output, stream);
        });

    private ProtobufMessage Add(long size, Action<CodedOutputStream, Stream> write)
    {
        Size += size;
        _fields.Add(write);
        return this;
    }

    private void Write(CodedOutputStream output, Stream stream)
    {
        foreach (var write in _fields)
        {
            write(output, stream);
        }
    }
}
