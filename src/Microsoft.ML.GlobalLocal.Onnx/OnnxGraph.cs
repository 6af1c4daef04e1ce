using System.Runtime.InteropServices;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// An ONNX graph, put together node by node: every method gives the name of the tensor that it adds. The numbers of the fields are those of the format's
/// definition, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
/// </summary>
internal sealed class OnnxGraph
{
    private const int IrVersion = 8;
    private const int OpsetVersion = 17;

    private readonly List<ProtobufMessage> _nodes = [];
    private readonly List<ProtobufMessage> _constants = [];
    private readonly List<ProtobufMessage> _inputs = [];
    private readonly List<ProtobufMessage> _outputs = [];

    /// <summary>The types of tensors, numbered as in the format.</summary>
    public enum ElementType
    {
        Single = 1,
        Int32 = 6,
        Int64 = 7,
    }

    /// <summary>Adds an input of one dimension.</summary>
    public string AddInput(string name, ElementType type, long length)
    {
        _inputs.Add(CreateValue(name, type, new ProtobufMessage().Add(1, length)));
        return name;
    }

    /// <summary>Adds an output of one dimension, whose length a run decides.</summary>
    public void AddOutput(string name, ElementType type, string lengthName) => _outputs.Add(CreateValue(name, type, new ProtobufMessage().Add(2, lengthName)));

    /// <summary>Adds a table.</summary>
    public string AddConstant(float[] values, params long[] shape) => AddConstant(ElementType.Single, values, shape);

    /// <summary>Adds a table of indices.</summary>
    public string AddConstant(int[] values, params long[] shape) => AddConstant(ElementType.Int32, values, shape);

    /// <summary>Adds a list of whole numbers.</summary>
    public string AddList(params long[] values) => AddConstant(ElementType.Int64, values, [values.Length]);

    /// <summary>Adds a single whole number without a dimension.</summary>
    public string AddScalar(long value) => AddConstant<long>(ElementType.Int64, [value], []);

    /// <summary>Adds a node of one output.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of its inputs.</param>
    /// <param name="attributes">The attributes: whole numbers, lists of them, or text.</param>
    public string Add(string operation, string[] inputs, params (string Name, object Value)[] attributes)
    {
        string output = $"{operation}_{_nodes.Count}";
        Add(operation, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds a node whose outputs are named.</summary>
    public void Add(string operation, string[] inputs, string[] outputs, params (string Name, object Value)[] attributes)
    {
        var node = new ProtobufMessage();
        foreach (string input in inputs)
        {
            node.Add(1, input);
        }

        foreach (string output in outputs)
        {
            node.Add(2, output);
        }

        node.Add(3, $"{operation}_{_nodes.Count}").Add(4, operation);
        foreach (var (name, value) in attributes)
        {
            node.Add(5, CreateAttribute(name, value));
        }

        _nodes.Add(node);
    }

    /// <summary>The whole file.</summary>
    /// <param name="metadata">What else is written, by its keys.</param>
    public ProtobufMessage ToModel(IReadOnlyDictionary<string, string> metadata)
    {
        var graph = new ProtobufMessage();
        AddAll(graph, 1, _nodes);
        graph.Add(2, "top-n");
        AddAll(graph, 5, _constants);
        AddAll(graph, 11, _inputs);
        AddAll(graph, 12, _outputs);
        var model = new ProtobufMessage()
            .Add(1, IrVersion)
            .Add(2, "Microsoft.ML.GlobalLocal")
            .Add(7, graph)
            .Add(8, new ProtobufMessage().Add(1, "").Add(2, OpsetVersion));
        foreach (var (key, value) in metadata)
        {
            model.Add(14, new ProtobufMessage().Add(1, key).Add(2, value));
        }

        return model;
    }

    private string AddConstant<T>(ElementType type, T[] values, long[] shape)
        where T : unmanaged
    {
        string name = $"constant_{_constants.Count}";
        var tensor = new ProtobufMessage();
        foreach (long length in shape)
        {
            tensor.Add(1, length);
        }

        _constants.Add(tensor.Add(2, (long)type).Add(8, name).AddBytes(9, (long)values.Length * Marshal.SizeOf<T>(), stream => Write(stream, values)));
        return name;
    }

    /// <summary>In pieces, for the bytes of a table may be more than a span holds.</summary>
    private static void Write<T>(Stream stream, T[] values)
        where T : unmanaged
    {
        const int Piece = 1 << 20;
        for (int start = 0; start < values.Length; start += Piece)
        {
            stream.Write(MemoryMarshal.AsBytes(values.AsSpan(start, Math.Min(Piece, values.Length - start))));
        }
    }

    private static ProtobufMessage CreateValue(string name, ElementType type, ProtobufMessage dimension) => new ProtobufMessage()
        .Add(1, name)
        .Add(2, new ProtobufMessage().Add(1, new ProtobufMessage().Add(1, (long)type).Add(2, new ProtobufMessage().Add(1, dimension))));

    private static ProtobufMessage CreateAttribute(string name, object value)
    {
        const int Int = 2;
        const int String = 3;
        const int Ints = 7;
        var attribute = new ProtobufMessage().Add(1, name);
        switch (value)
        {
            case string text:
                return attribute.Add(4, text).Add(20, String);
            case long[] numbers:
                foreach (long number in numbers)
                {
                    attribute.Add(8, number);
                }

                return attribute.Add(20, Ints);
            default:
                return attribute.Add(3, Convert.ToInt64(value, null)).Add(20, Int);
        }
    }

    private static void AddAll(ProtobufMessage message, int field, List<ProtobufMessage> values)
    {
        foreach (var value in values)
        {
            message.Add(field, value);
        }
    }
}
