using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Microsoft.ML.GlobalLocal;

/// <summary>The lists that attention is trained by, as tensors on the device, which the surrounding dispose scope owns: batches are rows of them.</summary>
internal sealed class RankingTensors
{
    // The network learns from inputs of about 1, and a few scores are far larger than most.
    private const double RootMeanSquares = 3;

    private readonly Tensor _inputs;
    private readonly Tensor _positive;
    private readonly Tensor _missing;
    private readonly Device _device;

    public RankingTensors(RankingLists lists, Device device)
    {
        int inputs = lists.SpaceCount + 2;
        Means = new float[inputs];
        Deviations = new float[inputs];
        float deviation = MeasureScores(lists);
        Deviations.AsSpan().Fill(deviation);
        (Means[^2], Deviations[^2]) = Measure(lists.LogActivity);
        (Means[^1], Deviations[^1]) = Measure([.. lists.LogPopularity.Where((_, place) => lists.IsValid[place])]);

        var values = new float[lists.Count * lists.Length * inputs];
        int target = 0;
        for (int place = 0; place < lists.IsValid.Length; place++)
        {
            for (int r = 0; r < lists.SpaceCount; r++)
            {
                values[target++] = lists.Scores[place * lists.SpaceCount + r] / deviation;
            }

            values[target++] = (lists.LogActivity[place / lists.Length] - Means[^2]) / Deviations[^2];
            values[target++] = (lists.LogPopularity[place] - Means[^1]) / Deviations[^1];
        }

        long[] shape = [lists.Count, lists.Length];
        _device = device;
        _inputs = tensor(values, [lists.Count, lists.Length, inputs], device: device);
        _positive = tensor(Array.ConvertAll(lists.IsPositive, isPositive => isPositive ? 1f : 0f), shape, device: device);
        _missing = tensor(Array.ConvertAll(lists.IsValid, isValid => !isValid), shape, device: device);
    }

    /// <summary>What was subtracted from each input: [spaces + 2].</summary>
    public float[] Means { get; }

    /// <summary>What each input was then divided by: [spaces + 2].</summary>
    public float[] Deviations { get; }

    /// <summary>
    /// Some lists: the inputs of the network [lists, length, spaces + 2], 1 where a place holds a held-out item [lists, length], and whether a place
    /// is empty [lists, length].
    /// </summary>
    public (Tensor Inputs, Tensor Positive, Tensor Missing) Select(int[] lists)
    {
        using var rows = tensor(Array.ConvertAll(lists, list => (long)list), device: _device);
        return (_inputs.index_select(0, rows), _positive.index_select(0, rows), _missing.index_select(0, rows));
    }

    /// <summary>One number for all spaces, so that their scores stay as they are to each other. It grows with the catalogue: the larger it is, the more the best items stand out.</summary>
    private static float MeasureScores(RankingLists lists)
    {
        double squares = 0;
        for (int place = 0; place < lists.IsValid.Length; place++)
        {
            squares += lists.IsValid[place] ? TensorPrimitives.SumOfSquares<float>(lists.Scores.AsSpan(place * lists.SpaceCount, lists.SpaceCount)) : 0;
        }

        return (float)Math.Max(RootMeanSquares * Math.Sqrt(squares / ((double)lists.IsValid.Count(valid => valid) * lists.SpaceCount)), 1e-6);
    }

    private static (float Mean, float Deviation) Measure(float[] values) =>
        (TensorPrimitives.Average<float>(values), MathF.Max(TensorPrimitives.StdDev<float>(values), 1e-6f));
}
