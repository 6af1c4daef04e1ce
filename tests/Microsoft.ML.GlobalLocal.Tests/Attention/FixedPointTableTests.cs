using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class FixedPointTableTests
{
    [Fact]
    public void Products_are_those_of_the_vectors_within_half_a_step_per_number() => Gen.Select(Gen.Int[1, 5], Gen.Int[1, 70], Gen.Float[1e-6f, 1e6f], Gen.UInt).Sample((count, dimension, size, seed) =>
    {
        var random = new Random((int)(seed & int.MaxValue));
        var vector = Numbers(1);
        var rows = Enumerable.Range(0, count).Select(_ => Numbers(size)).ToArray();
        var table = new FixedPointTable(count, dimension);
        for (int row = 0; row < count; row++)
        {
            table.Set(row, rows[row]);
        }

        int[] asked = [.. Enumerable.Range(0, count).Reverse(), 0];
        var products = new float[asked.Length];
        table.Multiply(vector, asked, products);

        for (int n = 0; n < asked.Length; n++)
        {
            var row = rows[asked[n]];
            double expected = row.Zip(vector, (right, left) => (double)left * right).Sum();
            double halfStep = row.Max(Math.Abs) / (2.0 * short.MaxValue);
            double rounding = 1e-6 * row.Max(Math.Abs) * dimension;
            Assert.Equal(expected, products[n], halfStep * vector.Sum(Math.Abs) + rounding);
        }

        float[] Numbers(float largest) => [.. Enumerable.Range(0, dimension).Select(_ => largest * (2 * random.NextSingle() - 1))];
    });

    [Fact]
    public void A_row_of_zeros_stays_one_and_a_rows_scale_is_its_own()
    {
        var table = new FixedPointTable(3, 2);
        table.Set(0, [0, 0]);
        table.Set(1, [3e4f, -1e4f]);
        table.Set(2, [1e-4f, 2e-4f]);
        var products = new float[3];
        table.Multiply([1, 1], [0, 1, 2], products);
        Assert.Equal(0, products[0]);
        Assert.Equal(2e4, products[1], 1.0);
        Assert.Equal(3e-4, products[2], 1e-8);
    }
}
