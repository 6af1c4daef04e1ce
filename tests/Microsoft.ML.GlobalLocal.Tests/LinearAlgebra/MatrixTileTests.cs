namespace Microsoft.ML.GlobalLocal.Tests;

public class MatrixTileTests
{
    [Theory]
    [InlineData(8, 1, 1)]
    [InlineData(8, 7, 16)]
    [InlineData(16, 33, 17)]
    [InlineData(40, 70, 50)]
    public void Adds_the_product_of_two_matrices(int rows, int inner, int columns)
    {
        var left = Draw(rows * (inner + 2), seed: 1);
        var right = Draw(inner * columns, seed: 2);
        var packed = new PackedMatrix(right, inner, columns);
        var result = Draw(rows * packed.Stride, seed: 3);
        var before = result.AsSpan().ToArray();

        packed.MultiplyAdd(left, inner + 2, rows, result);

        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < packed.Stride; column++)
            {
                double expected = before[row * packed.Stride + column];
                for (int k = 0; k < inner && column < columns; k++)
                {
                    expected += (double)left[row * (inner + 2) + k] * right[k * columns + column];
                }

                Assert.Equal(expected, result[row * packed.Stride + column], 1e-4);
            }
        }
    }

    [Fact]
    public void A_row_does_not_depend_on_the_others()
    {
        const int Inner = 37;
        var packed = new PackedMatrix(Draw(Inner * 20, seed: 1), Inner, 20);
        var left = Draw(24 * Inner, seed: 2);
        var together = new float[24 * packed.Stride];
        packed.MultiplyAdd(left, Inner, 24, together);

        var apart = new float[8 * packed.Stride];
        packed.MultiplyAdd(left.AsSpan(13 * Inner), Inner, 8, apart);

        Assert.Equal(together.AsSpan(13 * packed.Stride, 8 * packed.Stride).ToArray(), apart);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(130, 5)]
    [InlineData(67, 16)]
    [InlineData(1500, 35)]
    public void Gramians_are_those_of_brute_force(int count, int dimension)
    {
        var table = Draw(count * dimension, seed: 1);
        var gramian = Gramian.Compute(table, dimension, new ParallelOptions());

        int stride = MatrixTile.Pad(dimension);
        var someSum = new float[stride * stride];
        int[] some = [.. Enumerable.Range(0, count).Where(n => n % 3 == 0)];
        Gramian.Add(table, dimension, some, someSum);

        for (int row = 0; row < dimension; row++)
        {
            for (int column = 0; column <= row; column++)
            {
                Assert.Equal(Sum(Enumerable.Range(0, count), row, column), gramian[row * dimension + column], 1e-3);
                Assert.Equal(gramian[row * dimension + column], gramian[column * dimension + row]);
                Assert.Equal(Sum(some, row, column), someSum[row * stride + column], 1e-3);
            }
        }

        double Sum(IEnumerable<int> vectors, int row, int column) => vectors.Sum(n => (double)table[n * dimension + row] * table[n * dimension + column]);
    }

    [Fact]
    public void Gramians_do_not_depend_on_the_number_of_threads()
    {
        var table = Draw(5000 * 20, seed: 1);
        var one = Gramian.Compute(table, 20, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        var four = Gramian.Compute(table, 20, new ParallelOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one, four);
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(7, 9)]
    [InlineData(16, 30)]
    [InlineData(53, 21)]
    public void Gathered_grams_are_those_of_brute_force(int dimension, int count)
    {
        var table = Draw(40 * dimension, seed: 1);
        var indices = Enumerable.Range(0, count).Select(n => n * 7 % 40).ToArray();
        var vector = Draw(dimension, seed: 2);
        var result = Draw(dimension, seed: 3);
        var before = result.AsSpan().ToArray();

        GatheredGram.MultiplyAdd(table, indices, vector, constant: 0.5f, factor: -2, result);

        for (int n = 0; n < dimension; n++)
        {
            double expected = before[n] + indices.Sum(index =>
                (0.5 - 2 * Enumerable.Range(0, dimension).Sum(k => (double)table[index * dimension + k] * vector[k])) * table[index * dimension + n]);
            Assert.Equal(expected, result[n], 1e-3);
        }
    }

    private static float[] Draw(int count, int seed)
    {
        var values = new float[count];
        GaussianNoise.Fill(values, 1, seed);
        return values;
    }
}
