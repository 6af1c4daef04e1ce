namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>The solution put back into its equations.</summary>
public class NormalEquationsTests
{
    [Theory]
    [InlineData(3, 1)]
    [InlineData(8, 4)]
    [InlineData(13, 6)]
    [InlineData(24, 31)]
    public void The_solution_solves_them(int dimension, int terms)
    {
        var random = new Random(3);
        var equations = new NormalEquations(dimension);

        // A first vector's equations must leave nothing behind.
        equations.Start([], 1);
        equations.Add(Enumerable.Repeat(5f, dimension).ToArray(), 2, 2);
        equations.Start([], 0.5f);
        var ys = Enumerable.Range(0, terms).Select(_ => Enumerable.Range(0, dimension).Select(_ => random.NextSingle() - 0.5f).ToArray()).ToArray();
        for (int n = 0; n < terms; n++)
        {
            equations.Add(ys[n], 1 + n % 3, n);
        }

        var x = new float[dimension];
        equations.Solve(x);
        for (int row = 0; row < dimension; row++)
        {
            double left = 0.5 * x[row];
            double right = 0;
            for (int n = 0; n < terms; n++)
            {
                left += (1 + n % 3) * ys[n][row] * ys[n].Zip(x, (a, b) => (double)a * b).Sum();
                right += n * ys[n][row];
            }

            Assert.Equal(right, left, 1e-3);
        }
    }
}
