using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The softmax of every column of a block: value v of column c is at [v * block + c].</summary>
internal static class ColumnSoftmax
{
    /// <summary>Computes it in place.</summary>
    /// <param name="values">The exponents; receives the shares.</param>
    /// <param name="block">The number of columns.</param>
    /// <param name="scratch">Scratch space: [block].</param>
    public static void Apply(Span<float> values, int block, Span<float> scratch)
    {
        var largest = scratch[..block];
        largest.Fill(float.NegativeInfinity);
        for (int start = 0; start < values.Length; start += block)
        {
            TensorPrimitives.Max(largest, values.Slice(start, block), largest);
        }

        for (int start = 0; start < values.Length; start += block)
        {
            // With the largest exponent at 0, no exponential is infinite.
            TensorPrimitives.Subtract(values.Slice(start, block), largest, values.Slice(start, block));
        }

        TensorPrimitives.Exp(values, values);
        var sums = largest;
        sums.Clear();
        for (int start = 0; start < values.Length; start += block)
        {
            TensorPrimitives.Add(sums, values.Slice(start, block), sums);
        }

        for (int start = 0; start < values.Length; start += block)
        {
            TensorPrimitives.Divide(values.Slice(start, block), sums, values.Slice(start, block));
        }
    }
}
