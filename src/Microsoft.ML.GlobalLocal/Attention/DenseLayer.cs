using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>One layer of a <see cref="DenseNetwork"/>: y = W x + b.</summary>
internal sealed class DenseLayer
{
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
}
