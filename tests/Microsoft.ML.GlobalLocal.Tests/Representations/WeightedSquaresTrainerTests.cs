namespace Microsoft.ML.GlobalLocal.Tests;

public class WeightedSquaresTrainerTests
{
    private const int Dimension = 6;

    public static TheoryData<float, float, float> Objectives => new() { { 0.1f, 0.02f, 1 }, { 0.5f, 0.1f, 0.5f }, { 0, 0.3f, 0 } };

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Every_sweep_lowers_the_objective(float weight, float regularization, float exponent)
    {
        var solver = CreateSolver(weight, regularization, exponent);
        double previous = double.PositiveInfinity;
        for (int sweep = 0; sweep < 8; sweep++)
        {
            solver.Sweep();
            double objective = ComputeObjective(solver, weight, regularization, exponent);
            Assert.True(objective < previous, $"Sweep {sweep}: {objective} after {previous}.");
            previous = objective;
        }

        solver.SolveUsers();
        Assert.True(ComputeObjective(solver, weight, regularization, exponent) < previous);
    }

    [Theory]
    [MemberData(nameof(Objectives))]
    public void Users_solve_the_normal_equations(float weight, float regularization, float exponent)
    {
        var interactions = SpaceTraining.Scattered;
        var solver = CreateSolver(weight, regularization, exponent);
        solver.Sweep();
        solver.SolveUsers();
        for (int user = 0; user < interactions.UserCount; user++)
        {
            double ridge = regularization * Math.Pow(interactions.GetCount(user) + weight * interactions.ItemCount, exponent);
            for (int k = 0; k < Dimension; k++)
            {
                // Half the derivative of the objective by entry k of the user's vector.
                double derivative = ridge * solver.UserVectors[user * Dimension + k];
                for (int item = 0; item < interactions.ItemCount; item++)
                {
                    double score = Score(solver, user, item);
                    double error = weight * score + (interactions.Contains(user, item) ? score - 1 : 0);
                    derivative += error * solver.ItemVectors[item * Dimension + k];
                }

                Assert.Equal(0, derivative, 4);
            }
        }
    }

    [Fact]
    public void The_weight_is_in_proportion_to_the_share_of_pairs_that_are_interactions()
    {
        // 4 blocks of 10 users with 6 items each among 28: 240 of 1120 pairs, and 6 times that share, 1.2857, to two digits.
        var dense = new WeightedSquaresTrainer(new() { Dimension = 2 }).Train(SpaceTraining.CreateContext(SpaceTraining.Checkerboard)).Space;
        Assert.Equal(1.3f, Assert.IsType<LeastSquaresFolding>(dense.Folding).UnobservedWeight, 5);
        var given = new WeightedSquaresTrainer(new() { Dimension = 2, UnobservedWeights = [0.2f] }).Train(SpaceTraining.CreateContext(SpaceTraining.Checkerboard)).Space;
        Assert.Equal(0.2f, Assert.IsType<LeastSquaresFolding>(given.Folding).UnobservedWeight, 5);
    }

    [Fact]
    public void Rejects_options_out_of_range()
    {
        Assert.Contains("Dimension", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { Dimension = 0 })).Message);
        Assert.Contains("SearchDimension", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { SearchDimension = 0 })).Message);
        Assert.Contains("UnobservedWeights", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { UnobservedWeights = [-1] })).Message);
        Assert.Contains("Regularizations", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { Regularizations = [0] })).Message);
        Assert.Contains("Sweeps", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { Sweeps = 0 })).Message);
        Assert.Contains("Steps", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { Steps = 0 })).Message);
        Assert.Contains("Exponent", Assert.Throws<ArgumentOutOfRangeException>(() => new WeightedSquaresTrainer(new() { RegularizationExponent = float.NaN })).Message);
    }

    private static WeightedSquaresSolver CreateSolver(float weight, float regularization, float exponent) =>
        new(SpaceTraining.Scattered, new LeastSquaresFolding(weight, regularization, exponent), Dimension, steps: 3, seed: 1, new ParallelOptions());

    private static double ComputeObjective(WeightedSquaresSolver solver, double weight, double regularization, double exponent)
    {
        var interactions = SpaceTraining.Scattered;
        double sum = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            sum += regularization * Math.Pow(interactions.GetCount(user) + weight * interactions.ItemCount, exponent) * SquaredLength(solver.UserVectors, user);
            for (int item = 0; item < interactions.ItemCount; item++)
            {
                double score = Score(solver, user, item);
                sum += weight * score * score + (interactions.Contains(user, item) ? (1 - score) * (1 - score) : 0);
            }
        }

        for (int item = 0; item < interactions.ItemCount; item++)
        {
            sum += regularization * Math.Pow(interactions.Transposed.GetCount(item) + weight * interactions.UserCount, exponent) * SquaredLength(solver.ItemVectors, item);
        }

        return sum;
    }

    private static double Score(WeightedSquaresSolver solver, int user, int item) =>
        Enumerable.Range(0, Dimension).Sum(k => (double)solver.UserVectors[user * Dimension + k] * solver.ItemVectors[item * Dimension + k]);

    private static double SquaredLength(float[] table, int row) => table.Skip(row * Dimension).Take(Dimension).Sum(entry => (double)entry * entry);
}
