using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes annotations of texts.</summary>
internal static class ColumnValues
{
    /// <summary>A getter of texts, as ML.NET's annotations want them.</summary>
    public static ValueGetter<VBuffer<ReadOnlyMemory<char>>> CreateTextGetter(IEnumerable<string> texts)
    {
        var values = texts.Select(text => text.AsMemory()).ToArray();
        return (ref VBuffer<ReadOnlyMemory<char>> value) =>
        {
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        };
    }
}
