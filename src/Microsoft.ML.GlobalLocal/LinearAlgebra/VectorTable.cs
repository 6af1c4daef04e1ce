namespace Microsoft.ML.GlobalLocal;

/// <summary>Makes tables of vectors, row after row in one array: [count * dimension].</summary>
internal static class VectorTable
{
    /// <summary>Makes a table of zeros.</summary>
    /// <param name="count">The number of vectors.</param>
    /// <param name="dimension">The length of each.</param>
    /// <exception cref="ArgumentException">No array is as large.</exception>
    public static float[] Create(int count, int dimension) => Create<float>(count, dimension);

    /// <inheritdoc cref="Create(int, int)"/>
    /// <typeparam name="T">The type of the numbers.</typeparam>
    public static T[] Create<T>(int count, int dimension)
        where T : unmanaged => (long)count * dimension <= Array.MaxLength
        ? new T[count * dimension]
        : throw new ArgumentException($"{count} vectors of length {dimension} are more numbers than one table holds, which is {Array.MaxLength}. Take a smaller dimension, or less data.");
}
