using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal;

/// <summary>One column that a <see cref="RowMapping{TState}"/> adds.</summary>
/// <param name="Column">Its name, type and annotations.</param>
/// <param name="Inputs">The indices of the input columns that it is computed from.</param>
/// <param name="CreateGetter">Makes its getter, a <see cref="ValueGetter{TValue}"/>, for a cursor's state.</param>
internal sealed record OutputColumn<TState>(DataViewSchema.DetachedColumn Column, int[] Inputs, Func<TState, Delegate> CreateGetter)
{
    /// <summary>A column of numbers.</summary>
    public static OutputColumn<TState> Scalar(string name, int[] inputs, Func<TState, ValueGetter<float>> createGetter) =>
        new(new DataViewSchema.DetachedColumn(name, NumberDataViewType.Single), inputs, createGetter);

    /// <summary>A column of vectors, which <paramref name="createFill"/>'s result fills row by row.</summary>
    /// <param name="name">The name of the column.</param>
    /// <param name="size">The length of the vectors.</param>
    /// <param name="inputs">The indices of the input columns that it is computed from.</param>
    /// <param name="createFill">Makes what fills a row's vector.</param>
    /// <param name="slotNames">The names of the vectors' entries; <see langword="null"/>: none.</param>
    public static OutputColumn<TState> Vector(string name, int size, int[] inputs, Func<TState, SpanFill> createFill, IEnumerable<string>? slotNames = null)
    {
        DataViewSchema.Annotations? annotations = null;
        if (slotNames is not null)
        {
            var builder = new DataViewSchema.Annotations.Builder();
            builder.AddSlotNames(size, ColumnValues.CreateTextGetter(slotNames));
            annotations = builder.ToAnnotations();
        }

        var column = new DataViewSchema.DetachedColumn(name, new VectorDataViewType(NumberDataViewType.Single, size), annotations);
        return new(column, inputs, state =>
        {
            var fill = createFill(state);
            return (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var editor = VBufferEditor.Create(ref value, size);
                fill(editor.Values);
                value = editor.Commit();
            });
        });
    }
}

/// <summary>Fills the vector of the current row.</summary>
internal delegate void SpanFill(Span<float> values);
