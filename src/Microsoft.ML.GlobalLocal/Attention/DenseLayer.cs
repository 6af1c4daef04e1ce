using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.GlobalLocal;

/// <summary>One layer of a <see cref="DenseNetwork"/>: y = W x + b.</summary>
internal sealed class DenseLayer
{
    /// <summary>What a number of columns must be a multiple of to be computed in registers.</summary>
    public const int ColumnMultiple = 4 * Lanes;

    private const int Lanes = 8;

    /// <summary>Makes the layer.</summary>
    /// <param name="inputSize">The number of inputs.</param>
    /// <param name="weights">W, row after row: [outputs * inputs].</param>
    /// <param name="biases">b: [outputs].</param>
    public DenseLayer(int inputSize, float[] weights, float[] biases)
    {
        if (inputSize < 1 || biases.Length < 1 || weights.Length != inputSize * biases.Length)
        {
            throw new ArgumentException($"{weights.Length} weights do not fit {inputSize} inputs and {biases.Length} outputs.", nameof(weights));
        }

        if (!TensorPrimitives.IsFiniteAll<float>(weights) || !TensorPrimitives.IsFiniteAll<float>(biases))
        {
            throw new ArgumentException("A weight or bias of the network is not finite.", nameof(weights));
        }

        InputSize = inputSize;
        Weights = weights;
        Biases = biases;
    }

    public int InputSize { get; }

    public int OutputSize => Biases.Length;

    public float[] Weights { get; }

    public float[] Biases { get; }

    /// <summary>Evaluates the layer for a block of columns; value v of column c is at [v * block + c].</summary>
    public void Apply(ReadOnlySpan<float> inputs, int block, Span<float> outputs)
    {
        if (block % ColumnMultiple == 0)
        {
            for (int output = 0; output < OutputSize; output++)
            {
                ApplyInRegisters(Weights.AsSpan(output * InputSize, InputSize), Biases[output], inputs[..(InputSize * block)], block, outputs.Slice(output * block, block));
            }

            return;
        }

        if (block == 1)
        {
            for (int output = 0; output < OutputSize; output++)
            {
                outputs[output] = Biases[output] + TensorPrimitives.Dot(Weights.AsSpan(output * InputSize, InputSize), inputs[..InputSize]);
            }

            return;
        }

        for (int output = 0; output < OutputSize; output++)
        {
            var sums = outputs.Slice(output * block, block);
            sums.Fill(Biases[output]);
            for (int input = 0; input < InputSize; input++)
            {
                TensorPrimitives.MultiplyAdd(inputs.Slice(input * block, block), Weights[output * InputSize + input], sums, sums);
            }
        }
    }

    /// <summary>One output for a block of columns, 32 of them in registers over all inputs.</summary>
    private static void ApplyInRegisters(ReadOnlySpan<float> weights, float bias, ReadOnlySpan<float> inputs, int block, Span<float> sums)
    {
        ref float source = ref MemoryMarshal.GetReference(inputs);
        ref float target = ref MemoryMarshal.GetReference(sums);
        for (nuint column = 0; column < (nuint)block; column += ColumnMultiple)
        {
            Vector256<float> sum0 = Vector256.Create(bias), sum1 = sum0, sum2 = sum0, sum3 = sum0;
            nuint place = column;
            foreach (float value in weights)
            {
                var weight = Vector256.Create(value);
                sum0 = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref source, place), sum0);
                sum1 = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref source, place + Lanes), sum1);
                sum2 = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref source, place + 2 * Lanes), sum2);
                sum3 = Fused.MultiplyAdd(weight, Vector256.LoadUnsafe(ref source, place + 3 * Lanes), sum3);
                place += (nuint)block;
            }

            sum0.StoreUnsafe(ref target, column);
            sum1.StoreUnsafe(ref target, column + Lanes);
            sum2.StoreUnsafe(ref target, column + 2 * Lanes);
            sum3.StoreUnsafe(ref target, column + 3 * Lanes);
        }
    }
}
