using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The symmetric positive semidefinite matrix N^T N + diagonal over items, of the scaled interactions N = diag(users) A diag(items), which
/// is never made: only multiplied with.
/// </summary>
/// <param name="interactions">A.</param>
/// <param name="userScales">What the users' rows are multiplied with: [users].</param>
/// <param name="itemScales">What the items' columns are multiplied with: [items].</param>
/// <param name="diagonal">What is added to the diagonal: [items]; <see langword="null"/>: nothing.</param>
internal sealed class ScaledGram(InteractionMatrix interactions, float[] userScales, float[] itemScales, float[]? diagonal = null)
{
    /// <summary>The number of rows, and of columns.</summary>
    public int Size => interactions.ItemCount;

    /// <summary>Each count, at least 1, to a power.</summary>
    /// <param name="matrix">The interactions whose rows are counted.</param>
    /// <param name="exponent">The power.</param>
    public static float[] GetPowers(InteractionMatrix matrix, float exponent)
    {
        var powers = new float[matrix.UserCount];
        for (int row = 0; row < powers.Length; row++)
        {
            powers[row] = MathF.Pow(Math.Max(matrix.GetCount(row), 1), exponent);
        }

        return powers;
    }

    /// <summary>Multiplies with a table of columns.</summary>
    /// <param name="table">The table, row after row: [items * width].</param>
    /// <param name="width">The number of columns.</param>
    /// <param name="result">Receives the product: [items * width].</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public void Multiply(float[] table, int width, float[] result, ParallelOptions parallelism)
    {
        var users = VectorTable.Create(interactions.UserCount, width);
        Parallel.For(0, interactions.UserCount, parallelism, user =>
        {
            var row = users.AsSpan(user * width, width);
            foreach (int item in interactions.GetItems(user))
            {
                TensorPrimitives.MultiplyAdd(table.AsSpan(item * width, width), itemScales[item], row, row);
            }

            TensorPrimitives.Multiply(row, userScales[user] * userScales[user], row);
        });
        Parallel.For(0, interactions.ItemCount, parallelism, item =>
        {
            var row = result.AsSpan(item * width, width);
            row.Clear();
            foreach (int user in interactions.Transposed.GetItems(item))
            {
                TensorPrimitives.Add(row, users.AsSpan(user * width, width), row);
            }

            TensorPrimitives.Multiply(row, itemScales[item], row);
            if (diagonal is not null)
            {
                TensorPrimitives.MultiplyAdd(table.AsSpan(item * width, width), diagonal[item], row, row);
            }
        });
    }
}
