namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>Implicit ALS against the equations as its authors printed them.</summary>
public class ImplicitAlsTrainerTests
{
    [Fact]
    public void The_users_vectors_solve_the_equations_with_confidences()
    {
        const int Dimension = 3;
        const double Alpha = 4;
        const double Lambda = 2;
        var dense = RandomInteractions.Dense;
        var space = new ImplicitAlsTrainer(new() { Dimension = Dimension, Alpha = (float)Alpha, Lambda = (float)Lambda }).Train(RandomInteractions.Context).Space;

        // The space's vectors are the paper's divided by the root of 1 + 1 / alpha.
        double scale = Math.Sqrt(1 + 1 / Alpha);
        for (int user = 0; user < RandomInteractions.Users; user++)
        {
            var x = space.GetUserVector(user).ToArray().Select(value => value * scale).ToArray();
            var gradient = x.Select(value => Lambda * value).ToArray();
            for (int item = 0; item < RandomInteractions.Items; item++)
            {
                var y = space.GetItemVector(item).ToArray().Select(value => value * scale).ToArray();
                double confidence = 1 + Alpha * dense[user, item];
                double error = x.Zip(y, (a, b) => a * b).Sum() - dense[user, item];
                for (int n = 0; n < Dimension; n++)
                {
                    gradient[n] += confidence * error * y[n];
                }
            }

            Assert.All(gradient, value => Assert.Equal(0, value, 1e-3));
        }
    }

    [Fact]
    public void The_items_vectors_solve_them_too()
    {
        const double Alpha = 4;
        const double Lambda = 2;
        var dense = RandomInteractions.Dense;
        var space = new ImplicitAlsTrainer(new() { Dimension = 2, Alpha = (float)Alpha, Lambda = (float)Lambda, Sweeps = 200 }).Train(RandomInteractions.Context).Space;
        double scale = 1 + 1 / Alpha;
        for (int item = 0; item < RandomInteractions.Items; item++)
        {
            for (int n = 0; n < 2; n++)
            {
                double gradient = Lambda * space.GetItemVector(item)[n];
                for (int user = 0; user < RandomInteractions.Users; user++)
                {
                    double error = scale * RandomInteractions.ScoreAll(space, user)[item] - dense[user, item];
                    gradient += (1 + Alpha * dense[user, item]) * error * space.GetUserVector(user)[n];
                }

                Assert.Equal(0, gradient, 1e-2);
            }
        }
    }
}
