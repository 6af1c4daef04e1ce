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
    public void Apply(ReadOnlySpan<float> inputs, int block, Span<float> outputs) => Apply(Weights, Biases, inputs[..(InputSize * block)], block, outputs);

    /// <summary>Evaluates a layer of given numbers for a block of columns; value v of column c is at [v * block + c].</summary>
    /// <param name="weights">W, row after row: [outputs * inputs].</param>
    /// <param name="biases">b: [outputs].</param>
    /// <param name="inputs">[inputs * block].</param>
    /// <param name="block">The number of columns.</param>
    /// <param name="outputs">Receives [outputs * block].</param>
    public static void Apply(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, ReadOnlySpan<float> inputs, int block, Span<float> outputs)
    {
        int inputSize = weights.Length / biases.Length;
        if (block % ColumnMultiple == 0)
        {
            int output = 0;
            for (; output + 1 < biases.Length; output += 2)
            {
                ApplyTwoInRegisters(weights.Slice(output * inputSize, 2 * inputSize), biases.Slice(output, 2), inputs, block, outputs.Slice(output * block, 2 * block));
            }

            if (output < biases.Length)
            {
                ApplyInRegisters(weights.Slice(output * inputSize, inputSize), biases[output], inputs, block, outputs.Slice(output * block, block));
            }

            return;
        }

        if (block == 1)
        {
            for (int output = 0; output < biases.Length; output++)
            {
                outputs[output] = biases[output] + TensorPrimitives.Dot(weights.Slice(output * inputSize, inputSize), inputs);
            }

            return;
        }

        for (int output = 0; output < biases.Length; output++)
        {
            var sums = outputs.Slice(output * block, block);
            sums.Fill(biases[output]);
            for (int input = 0; input < inputSize; input++)
            {
                TensorPrimitives.MultiplyAdd(inputs.Slice(input * block, block), weights[output * inputSize + input], sums, sums);
            }
        }
    }

    /// <summary>
    /// Two outputs for a block of columns, 32 of them in registers over all inputs. An input is read once for both: one output alone would wait for its
    /// inputs, not for the multiplications.
    /// </summary>
    private static void ApplyTwoInRegisters(ReadOnlySpan<float> weights, ReadOnlySpan<float> biases, ReadOnlySpan<float> inputs, int block, Span<float> sums)
    {
        ref float source = ref MemoryMarshal.GetReference(inputs);
        ref float target = ref MemoryMarshal.GetReference(sums);
        var firsts = weights[..(weights.Length / 2)];
        var seconds = weights[firsts.Length..];
        for (nuint column = 0; column < (nuint)block; column += ColumnMultiple)
        {
            Vector256<float> first0 = Vector256.Create(biases[0]), first1 = first0, first2 = first0, first3 = first0;
            Vector256<float> second0 = Vector256.Create(biases[1]), second1 = second0, second2 = second0, second3 = second0;
            nuint place = column;
            for (int input = 0; input < firsts.Length; input++)
            {
                var first = Vector256.Create(firsts[input]);
                var second = Vector256.Create(seconds[input]);
                var value = Vector256.LoadUnsafe(ref source, place);
                first0 = Fused.MultiplyAdd(first, value, first0);
                second0 = Fused.MultiplyAdd(second, value, second0);
                value = Vector256.LoadUnsafe(ref source, place + Lanes);
                first1 = Fused.MultiplyAdd(first, value, first1);
                second1 = Fused.MultiplyAdd(second, value, second1);
                value = Vector256.LoadUnsafe(ref source, place + 2 * Lanes);
                first2 = Fused.MultiplyAdd(first, value, first2);
                second2 = Fused.MultiplyAdd(second, value, second2);
                value = Vector256.LoadUnsafe(ref source, place + 3 * Lanes);
                first3 = Fused.MultiplyAdd(first, value, first3);
                second3 = Fused.MultiplyAdd(second, value, second3);
                place += (nuint)block;
            }

            first0.StoreUnsafe(ref target, column);
            first1.StoreUnsafe(ref target, column + Lanes);
            first2.StoreUnsafe(ref target, column + 2 * Lanes);
            first3.StoreUnsafe(ref target, column + 3 * Lanes);
            nuint next = (nuint)block + column;
            second0.StoreUnsafe(ref target, next);
            second1.StoreUnsafe(ref target, next + Lanes);
            second2.StoreUnsafe(ref target, next + 2 * Lanes);
            second3.StoreUnsafe(ref target, next + 3 * Lanes);
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
