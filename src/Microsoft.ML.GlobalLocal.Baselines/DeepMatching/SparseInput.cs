using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What one side of a matching network reads: a sparse row of ones per user or item, such as its row of the interaction matrix, or the one-hot row of its
/// id. Not thread-safe: batches share its buffers, so that large arrays are not made for each.
/// </summary>
internal sealed class SparseInput
{
    private readonly float[] _scales;
    private long[] _units = [];
    private long[] _bags = [];

    /// <summary>Makes an input.</summary>
    /// <param name="rows">The rows; the columns are the input's units.</param>
    public SparseInput(InteractionMatrix rows)
    {
        Rows = rows;
        _scales = new float[rows.UserCount];
    }

    /// <summary>The rows; the columns are the input's units.</summary>
    public InteractionMatrix Rows { get; }

    /// <summary>The one-hot rows of ids.</summary>
    public static SparseInput OfIds(int count) =>
        new(InteractionMatrix.FromRows([.. Enumerable.Range(0, count + 1)], [.. Enumerable.Range(0, count)], count));

    /// <summary>The rows of some ids as tensors of the caller's dispose scope.</summary>
    /// <param name="ids">The ids, each once.</param>
    /// <param name="device">The device to compute on.</param>
    public SparseRows Gather(ReadOnlySpan<int> ids, Device device)
    {
        int total = 0;
        foreach (int id in ids)
        {
            total += Rows.GetCount(id);
        }

        if (_units.Length < total)
        {
            _units = new long[Math.Min(2L * total, Rows.Count)];
            _bags = new long[_units.Length];
        }

        int count = 0;
        for (int n = 0; n < ids.Length; n++)
        {
            var row = Rows.GetItems(ids[n]);
            _scales[n] = row.Length == 0 ? 0 : 1 / MathF.Sqrt(row.Length);
            foreach (int unit in row)
            {
                _bags[count] = n;
                _units[count++] = unit;
            }
        }

        // The copies lie in libtorch's own, aligned memory: where a managed array lies changes the last bits of sums.
        return new SparseRows(
            frombuffer(_units, ScalarType.Int64, count).to(device).clone(),
            frombuffer(_bags, ScalarType.Int64, count).to(device).clone(),
            frombuffer(_scales, ScalarType.Float32, ids.Length).to(device).clone().unsqueeze(1));
    }
}

/// <summary>Sparse rows of ones behind each other.</summary>
/// <param name="Units">The columns of the ones of all rows: [ones].</param>
/// <param name="Bags">The row of each of them: [ones].</param>
/// <param name="Scales">What each row is multiplied by, 1 / sqrt(its number of ones): [B, 1].</param>
internal sealed record SparseRows(Tensor Units, Tensor Bags, Tensor Scales);
