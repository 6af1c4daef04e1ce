using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>Decomposes small symmetric positive semidefinite matrices by one-sided Jacobi rotations.</summary>
internal static class SymmetricEigen
{
    private const int MaximumSweeps = 40;
    private const double Tolerance = 1e-12;

    /// <summary>
    /// Rotates the rows of T until they are orthogonal. They are then the rows of V^T T = Lambda V^T: eigenvectors, each as long as its eigenvalue.
    /// </summary>
    /// <param name="matrix">T, row after row: [size * size]; overwritten with the eigenvectors of length 1, those of the largest eigenvalues
    /// first, zeros where an eigenvalue is 0 but for rounding.</param>
    /// <param name="size">The number of rows.</param>
    /// <returns>The eigenvalues, largest first: [size].</returns>
    public static double[] Decompose(double[] matrix, int size)
    {
        double negligible = Tolerance * TensorPrimitives.Norm<double>(matrix);
        bool rotated = true;
        for (int sweep = 0; sweep < MaximumSweeps && rotated; sweep++)
        {
            rotated = false;
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    rotated |= Rotate(matrix.AsSpan(p * size, size), matrix.AsSpan(q * size, size), negligible);
                }
            }
        }

        var values = new double[size];
        for (int row = 0; row < size; row++)
        {
            values[row] = TensorPrimitives.Norm<double>(matrix.AsSpan(row * size, size));
        }

        var order = Enumerable.Range(0, size).OrderByDescending(row => values[row]).ToArray();
        var rows = matrix.AsSpan().ToArray();
        var sorted = new double[size];
        for (int row = 0; row < size; row++)
        {
            double value = values[order[row]];
            sorted[row] = value > negligible ? value : 0;
            TensorPrimitives.Multiply(rows.AsSpan(order[row] * size, size), value > negligible ? 1 / value : 0, matrix.AsSpan(row * size, size));
        }

        return sorted;
    }

    /// <summary>Makes two rows orthogonal, the longer one first.</summary>
    /// <returns>Whether they were not.</returns>
    private static bool Rotate(Span<double> p, Span<double> q, double negligible)
    {
        double pp = TensorPrimitives.SumOfSquares<double>(p);
        double qq = TensorPrimitives.SumOfSquares<double>(q);
        double pq = TensorPrimitives.Dot<double>(p, q);
        double length = Math.Sqrt(pp * qq);
        if (Math.Abs(pq) <= Tolerance * length || length <= negligible * negligible)
        {
            return false;
        }

        double difference = (qq - pp) / (2 * pq);
        double tangent = 1 / (Math.Abs(difference) + Math.Sqrt(1 + difference * difference)) * (difference < 0 ? -1 : 1);
        double cosine = 1 / Math.Sqrt(1 + tangent * tangent);
        double sine = cosine * tangent;
        for (int n = 0; n < p.Length; n++)
        {
            (p[n], q[n]) = (cosine * p[n] - sine * q[n], sine * p[n] + cosine * q[n]);
        }

        return true;
    }
}
