using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The softmax of every column of a block: value v of column c is at [v * block + c].</summary>
internal static class ColumnSoftmax
{
    /// <summary>How many numbers of scratch space each column takes.</summary>
    public const int Scratch = 2;

    /// <summary>Computes it in place.</summary>
    /// <param name="values">The exponents; receives the shares.</param>
    /// <param name="block">The number of columns.</param>
    /// <param name="scratch">[<see cref="Scratch"/> * block].</param>
    public static void Apply(Span<float> values, int block, Span<float> scratch)
    {
        var largest = scratch[..block];
        var sums = scratch.Slice(block, block);
        largest.Fill(float.NegativeInfinity);
        sums.Clear();
        for (int start = 0; start < values.Length; start += block)
        {
            TensorPrimitives.Max(largest, values.Slice(start, block), largest);
        }

        for (int start = 0; start < values.Length; start += block)
        {
            // With the largest exponent at 0, no exponential is infinite.
            var exponentials = values.Slice(start, block);
            TensorPrimitives.Subtract(exponentials, largest, exponentials);
            TensorPrimitives.Exp(exponentials, exponentials);
            TensorPrimitives.Add(sums, exponentials, sums);
        }

        for (int start = 0; start < values.Length; start += block)
        {
            TensorPrimitives.Divide(values.Slice(start, block), sums, values.Slice(start, block));
        }
    }
}
