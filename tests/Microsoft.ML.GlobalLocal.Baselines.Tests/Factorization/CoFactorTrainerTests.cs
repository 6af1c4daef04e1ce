namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>CoFactor against its objective.</summary>
public class CoFactorTrainerTests
{
    private static readonly CoFactorTrainer.Options Options = new() { Dimension = 3, ObservedWeight = 2, UnobservedWeight = 0.3f, Lambda = 0.5f, ContextLambda = 0.8f, Shift = 1.1f };

    [Fact]
    public void The_information_is_that_of_items_taken_together()
    {
        var gram = RandomInteractions.Gram;
        var sums = Enumerable.Range(0, RandomInteractions.Items).Select(i => Enumerable.Range(0, RandomInteractions.Items).Sum(j => i == j ? 0 : gram[i, j])).ToArray();
        var information = MutualInformation.Compute(RandomInteractions.Matrix, 1.1f, new ParallelOptions());
        for (int i = 0; i < RandomInteractions.Items; i++)
        {
            for (int j = 0; j < RandomInteractions.Items; j++)
            {
                double expected = i == j || gram[i, j] == 0 ? 0 : Math.Max(0, Math.Log(gram[i, j] * sums.Sum() / (sums[i] * sums[j])) - Math.Log(1.1));
                Assert.Equal(expected, information.GetWeight(i, j), 1e-5);
            }
        }

        Assert.InRange(information.Weights.Length, 50, 330);
    }

    [Fact]
    public void Every_sweep_lowers_the_objective_until_no_change_of_a_vector_does()
    {
        var information = MutualInformation.Compute(RandomInteractions.Matrix, Options.Shift, new ParallelOptions());
        var solver = new CoFactorSolver(RandomInteractions.Matrix, information, Options, seed: 1, new ParallelOptions());
        double previous = double.MaxValue;
        for (int sweep = 0; sweep < 1000; sweep++)
        {
            solver.Sweep();
            double objective = GetObjective(solver, information);
            Assert.True(objective <= previous + 1e-3, $"sweep {sweep}: {objective} after {previous}");
            previous = objective;
        }

        foreach (var table in new[] { solver.UserVectors, solver.ItemVectors, solver.ContextVectors, solver.ItemBiases, solver.ContextBiases })
        {
            foreach (int n in new[] { 0, table.Length / 2, table.Length - 1 })
            {
                foreach (float change in new[] { -0.05f, 0.05f })
                {
                    table[n] += change;
                    Assert.True(GetObjective(solver, information) > previous);
                    table[n] -= change;
                }
            }
        }
    }

    [Fact]
    public void Items_taken_together_count_beside_the_interactions()
    {
        var none = InteractionMatrix.FromPairs([0, 0, 1], [0, 1, 2], 2, 3);
        var information = MutualInformation.Compute(none, 1, new ParallelOptions());
        var with = new CoFactorSolver(none, information, Options, seed: 1, new ParallelOptions());
        var without = new CoFactorSolver(none, new NeighbourWeights([0, 0, 0, 0], [], []), Options, seed: 1, new ParallelOptions());
        with.Sweep();
        without.Sweep();
        Assert.NotEqual(without.ItemVectors[..3], with.ItemVectors[..3]);
        Assert.Equal(without.ItemVectors[6..], with.ItemVectors[6..]);
    }

    private static double GetObjective(CoFactorSolver solver, NeighbourWeights information)
    {
        double sum = Options.Lambda * solver.UserVectors.Concat(solver.ItemVectors).Sum(value => (double)value * value)
            + Options.ContextLambda * solver.ContextVectors.Sum(value => (double)value * value);
        for (int item = 0; item < RandomInteractions.Items; item++)
        {
            for (int user = 0; user < RandomInteractions.Users; user++)
            {
                double seen = RandomInteractions.Dense[user, item];
                double error = seen - Multiply(solver.UserVectors, user, solver.ItemVectors, item);
                sum += (seen == 1 ? Options.ObservedWeight : Options.UnobservedWeight) * error * error;
            }

            for (int other = 0; other < RandomInteractions.Items; other++)
            {
                if (information.GetWeight(item, other) is var value && value != 0)
                {
                    double error = value - Multiply(solver.ItemVectors, item, solver.ContextVectors, other) - solver.ItemBiases[item] - solver.ContextBiases[other];
                    sum += error * error;
                }
            }
        }

        return sum;
    }

    private static double Multiply(float[] left, int row, float[] right, int column) =>
        Enumerable.Range(0, Options.Dimension).Sum(n => (double)left[row * Options.Dimension + n] * right[column * Options.Dimension + n]);
}
