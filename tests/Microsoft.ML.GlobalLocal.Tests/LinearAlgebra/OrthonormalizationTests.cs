namespace Microsoft.ML.GlobalLocal.Tests;

public class OrthonormalizationTests
{
    private const int Size = 300;

    [Theory]
    [InlineData(7, 1)]
    [InlineData(20, 1)]
    [InlineData(20, 1e-3f)] // Columns that hardly differ: by Gram-Schmidt.
    public void Columns_become_orthonormal_and_span_the_same(int width, float difference)
    {
        var table = Draw(width, difference);
        var before = table.AsSpan().ToArray();

        // Twice: the second pass takes what rounding left.
        Orthonormalization.Apply(table, Size, width, new ParallelOptions());
        Orthonormalization.Apply(table, Size, width, new ParallelOptions());

        for (int n = 0; n < width; n++)
        {
            for (int m = 0; m <= n; m++)
            {
                Assert.Equal(n == m ? 1 : 0, Dot(table, n, table, m, width), 1e-5);
            }

            // A column before is the sum of its projections onto the columns after.
            double squared = Dot(before, n, before, n, width);
            double projected = Enumerable.Range(0, width).Sum(m => Math.Pow(Dot(before, n, table, m, width), 2));
            Assert.Equal(1, projected / squared, 1e-4);
        }
    }

    [Fact]
    public void A_combination_of_columns_before_becomes_zeros()
    {
        var table = Draw(3, 1);
        for (int row = 0; row < Size; row++)
        {
            table[row * 3 + 1] = 2 * table[row * 3];
        }

        Orthonormalization.Apply(table, Size, 3, new ParallelOptions());

        Assert.Equal(1, Dot(table, 0, table, 0, 3), 1e-5);
        Assert.Equal(0, Dot(table, 1, table, 1, 3));
        Assert.Equal(1, Dot(table, 2, table, 2, 3), 1e-5);
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        var one = Draw(20, 1);
        var four = Draw(20, 1);
        Orthonormalization.Apply(one, Size, 20, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        Orthonormalization.Apply(four, Size, 20, new ParallelOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one, four);
    }

    private static float[] Draw(int width, float difference)
    {
        var table = new float[Size * width];
        GaussianNoise.Fill(table, difference, seed: 1);
        for (int n = 0; n < table.Length; n++)
        {
            table[n] += (1 - difference) * (n / width % 7);
        }

        return table;
    }

    private static double Dot(float[] left, int column, float[] right, int other, int width) =>
        Enumerable.Range(0, Size).Sum(row => (double)left[row * width + column] * right[row * width + other]);
}
