namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

/// <summary>A small matrix without any structure, on which the maths of a system is checked against a plain computation.</summary>
internal static class RandomInteractions
{
    public const int Users = 30;
    public const int Items = 20;

    public static InteractionMatrix Matrix { get; } = Make();

    public static SpaceTrainingContext Context { get; } = new() { Interactions = Matrix, Seed = 1, Threads = 1, Host = new MLContext(1) };

    /// <summary>The matrix with all its zeros.</summary>
    public static double[,] Dense { get; } = MakeDense();

    /// <summary>How many interactions users, and items, have.</summary>
    public static (double[] Users, double[] Items) Counts { get; } =
        ([.. Enumerable.Range(0, Users).Select(user => (double)Matrix.GetCount(user))], [.. Enumerable.Range(0, Items).Select(item => (double)Matrix.Transposed.GetCount(item))]);

    /// <summary>A^T A.</summary>
    public static double[,] Gram { get; } = MakeGram();

    public static float[] ScoreAll(RepresentationSpace space, int user)
    {
        var scores = new float[Items];
        space.ScoreAll(space.View(Matrix, user), scores);
        return scores;
    }

    private static InteractionMatrix Make()
    {
        var random = new Random(7);
        var pairs = (from user in Enumerable.Range(0, Users) from item in Enumerable.Range(0, Items) where random.NextDouble() < 0.15 + 0.01 * item select (user, item)).ToArray();
        return InteractionMatrix.FromPairs(pairs.Select(pair => pair.user).ToArray(), pairs.Select(pair => pair.item).ToArray(), Users, Items);
    }

    private static double[,] MakeDense()
    {
        var dense = new double[Users, Items];
        for (int user = 0; user < Users; user++)
        {
            foreach (int item in Matrix.GetItems(user))
            {
                dense[user, item] = 1;
            }
        }

        return dense;
    }

    private static double[,] MakeGram()
    {
        var gram = new double[Items, Items];
        for (int i = 0; i < Items; i++)
        {
            for (int j = 0; j < Items; j++)
            {
                gram[i, j] = Enumerable.Range(0, Users).Sum(user => Dense[user, i] * Dense[user, j]);
            }
        }

        return gram;
    }
}
