namespace Microsoft.ML.GlobalLocal.Tests;

public class SymmetricInverseTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(80)]
    [InlineData(208)]
    public void Times_the_matrix_is_the_identity(int size)
    {
        var matrix = CreateGram(size);
        var inverse = matrix.AsSpan().ToArray();
        SymmetricInverse.Invert(inverse, size, new ParallelOptions());
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                Assert.Equal(inverse[row * size + column], inverse[column * size + row]);
                double sum = 0;
                for (int k = 0; k < size; k++)
                {
                    sum += (double)matrix[row * size + k] * inverse[k * size + column];
                }

                Assert.Equal(row == column ? 1 : 0, sum, 3);
            }
        }
    }

    [Fact]
    public void Does_not_depend_on_the_number_of_threads()
    {
        const int Size = 144;
        var one = CreateGram(Size);
        var three = one.AsSpan().ToArray();

        SymmetricInverse.Invert(one, Size, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        SymmetricInverse.Invert(three, Size, new ParallelOptions { MaxDegreeOfParallelism = 3 });

        Assert.Equal(one, three);
    }

    [Fact]
    public void Reads_the_lower_triangle_only()
    {
        const int Size = 80;
        var whole = CreateGram(Size);
        var lower = whole.AsSpan().ToArray();
        for (int row = 0; row < Size; row++)
        {
            lower.AsSpan(row * Size + row + 1, Size - row - 1).Fill(float.NaN);
        }

        SymmetricInverse.Invert(whole, Size, new ParallelOptions());
        SymmetricInverse.Invert(lower, Size, new ParallelOptions());

        Assert.Equal(whole, lower);
    }

    [Fact]
    public void Refuses_a_matrix_that_is_not_positive_definite()
    {
        var matrix = CreateGram(80);
        matrix[70 * 80 + 70] = -1;

        Assert.Contains("pivot 70", Assert.Throws<ArithmeticException>(() => SymmetricInverse.Invert(matrix, 80, new ParallelOptions())).Message);
    }

    private static float[] CreateGram(int size)
    {
        var table = new float[2 * size * size];
        GaussianNoise.Fill(table, 1, seed: size);
        var gram = Gramian.Compute(table, size, new ParallelOptions());
        for (int row = 0; row < size; row++)
        {
            gram[row * size + row] += 10;
        }

        return gram;
    }
}
