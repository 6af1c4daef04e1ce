namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A transformer bound to an input schema: the columns that it adds, and how they are computed row by row. This is all that the rest of the
/// library sees of ML.NET's row mappers.
/// </summary>
internal interface IRowMapping
{
    /// <summary>The added columns.</summary>
    DataViewSchema.DetachedColumn[] OutputColumns { get; }

    /// <summary>Whether an added column is computed from an input column.</summary>
    /// <param name="output">The position in <see cref="OutputColumns"/>.</param>
    /// <param name="inputColumn">The index of the input column.</param>
    bool DependsOn(int output, int inputColumn);

    /// <summary>Creates the getters for one cursor; what they share, no other cursor sees.</summary>
    /// <param name="input">The row that the getters read.</param>
    /// <param name="isActive">Which of the added columns are asked for.</param>
    /// <returns>A <see cref="ValueGetter{TValue}"/> for each added column; <see langword="null"/> where it is not asked for.</returns>
    Delegate?[] CreateGetters(DataViewRow input, Func<int, bool> isActive);
}
