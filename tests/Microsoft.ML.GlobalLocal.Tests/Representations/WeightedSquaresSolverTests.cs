namespace Microsoft.ML.GlobalLocal.Tests;

public class WeightedSquaresSolverTests
{
    [Theory]
    [InlineData(6)]
    [InlineData(16)]
    [InlineData(19)]
    public void Blocks_give_what_one_row_at_a_time_gives(int dimension)
    {
        var interactions = SpaceTraining.Scattered;
        var folding = new LeastSquaresFolding(0.1f, 0.02f, 1);
        var solver = new WeightedSquaresSolver(interactions, folding, dimension, steps: 3, seed: 1, new ParallelOptions());
        solver.Sweep();
        var before = Array.ConvertAll(solver.UserVectors, value => (double)value);

        solver.ImproveUsers();

        for (int user = 0; user < interactions.UserCount; user++)
        {
            double[] expected = interactions.GetCount(user) == 0 ? new double[dimension] : Improve(interactions, folding, solver.ItemVectors, user, before[(user * dimension)..((user + 1) * dimension)]);
            for (int k = 0; k < dimension; k++)
            {
                Assert.Equal(expected[k], solver.UserVectors[user * dimension + k], 1e-4);
            }
        }
    }

    [Fact]
    public void Gives_the_same_bytes_with_any_number_of_threads()
    {
        var one = Train(1);
        foreach (int threads in new[] { 2, 4 })
        {
            var more = Train(threads);
            Assert.Equal(one.UserVectors, more.UserVectors);
            Assert.Equal(one.ItemVectors, more.ItemVectors);
        }

        static WeightedSquaresSolver Train(int threads)
        {
            var random = new Random(1);
            int[] users = [.. Enumerable.Range(0, 20_000).Select(_ => random.Next(1500))];
            int[] items = [.. users.Select(_ => (int)(1200 * random.NextDouble() * random.NextDouble()))];
            var interactions = InteractionMatrix.FromPairs(users, items, 1500, 1200);
            var solver = new WeightedSquaresSolver(interactions, new LeastSquaresFolding(0.05f, 0.02f, 1), dimension: 20, steps: 3, seed: 1, new ParallelOptions { MaxDegreeOfParallelism = threads });
            solver.Sweep();
            solver.Sweep();
            solver.SolveUsers();
            return solver;
        }
    }

    /// <summary>Three steps of conjugate gradients by the book, in double, on the user's own dense system.</summary>
    private static double[] Improve(InteractionMatrix interactions, LeastSquaresFolding folding, float[] items, int user, double[] x)
    {
        int dimension = x.Length;
        var matrix = new double[dimension, dimension];
        var target = new double[dimension];
        for (int item = 0; item < interactions.ItemCount; item++)
        {
            bool taken = interactions.Contains(user, item);
            for (int row = 0; row < dimension; row++)
            {
                target[row] += taken ? items[item * dimension + row] : 0;
                for (int column = 0; column < dimension; column++)
                {
                    matrix[row, column] += (folding.UnobservedWeight + (taken ? 1 : 0)) * items[item * dimension + row] * (double)items[item * dimension + column];
                }
            }
        }

        for (int row = 0; row < dimension; row++)
        {
            matrix[row, row] += folding.GetRidge(interactions.GetCount(user), interactions.ItemCount);
        }

        double[] residual = [.. target.Zip(Multiply(x), (b, product) => b - product)];
        var direction = residual;
        for (int step = 0; step < 3; step++)
        {
            var product = Multiply(direction);
            double squared = Dot(residual, residual);
            double length = squared / Dot(direction, product);
            x = [.. x.Zip(direction, (value, move) => value + length * move)];
            residual = [.. residual.Zip(product, (value, move) => value - length * move)];
            double growth = Dot(residual, residual) / squared;
            direction = [.. residual.Zip(direction, (value, old) => value + growth * old)];
        }

        return x;

        double[] Multiply(double[] vector) => [.. Enumerable.Range(0, dimension).Select(row => Enumerable.Range(0, dimension).Sum(column => matrix[row, column] * vector[column]))];
        static double Dot(double[] a, double[] b) => a.Zip(b, (left, right) => left * right).Sum();
    }
}
