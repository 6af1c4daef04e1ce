namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class LightGcnTests
{
    private static readonly InteractionMatrix Interactions = InteractionMatrix.FromPairs([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 3], 4, 5);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 3)]
    [InlineData(2, 64)]
    [InlineData(2, 75)]
    public void Propagation_is_the_mean_of_the_powers_of_the_normalised_adjacency(int layers, int dimension)
    {
        var graph = new InteractionGraph(Interactions, new ParallelOptions());
        var vectors = new float[graph.Count * dimension];
        GaussianNoise.Fill(vectors, 1, seed: 1);
        var result = new float[vectors.Length];

        graph.Propagate(vectors, dimension, layers, result, new float[vectors.Length]);

        var expected = PropagateDensely(vectors, dimension, layers);
        Assert.All(expected.Zip(result), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void A_step_follows_the_gradient_of_the_loss_of_the_propagated_vectors()
    {
        // The first step of Adam moves every entry by the learning rate against the sign of its gradient.
        const float rate = 1e-3f;
        const int dimension = 2;
        const int layers = 2;
        var options = new LightGcnTrainer.Options { Dimension = dimension, Layers = layers, LearningRate = rate, Regularization = 0.3f };
        var model = new LightGcnModel(Interactions, options, seed: 3, new ParallelOptions());
        Triplet[] triplets = [new(0, 0, 2), new(2, 3, 1), new(2, 0, 1)];
        float[] before = [.. model.Embeddings];

        model.Train(triplets);

        for (int n = 0; n < before.Length; n++)
        {
            double gradient = (Loss(n, 1e-3) - Loss(n, -1e-3)) / 2e-3;
            double expected = Math.Abs(gradient) < 1e-6 ? 0 : -rate * Math.Sign(gradient);
            Assert.Equal(expected, model.Embeddings[n] - before[n], 1e-5);
        }

        double Loss(int entry, double change)
        {
            double[] moved = [.. before.Select((x, n) => n == entry ? x + change : x)];
            var propagated = PropagateDensely([.. moved.Select(x => (float)x)], dimension, layers);
            double loss = 0;
            foreach (var (user, positive, negative) in triplets)
            {
                int[] nodes = [user, 4 + positive, 4 + negative];
                double difference = Enumerable.Range(0, dimension).Sum(n => propagated[nodes[0] * dimension + n] * (propagated[nodes[1] * dimension + n] - propagated[nodes[2] * dimension + n]));
                double squares = nodes.Sum(node => Enumerable.Range(0, dimension).Sum(n => moved[node * dimension + n] * moved[node * dimension + n]));
                loss += (Math.Log(1 + Math.Exp(-difference)) + 0.3 / 2 * squares) / triplets.Length;
            }

            return loss;
        }
    }

    private static double[] PropagateDensely(float[] vectors, int dimension, int layers)
    {
        int users = Interactions.UserCount;
        int count = users + Interactions.ItemCount;
        double Adjacency(int a, int b) => a < users && b >= users && Interactions.Contains(a, b - users)
            ? 1 / Math.Sqrt(Interactions.GetCount(a) * Interactions.Transposed.GetCount(b - users))
            : b < users && a >= users ? Adjacency(b, a) : 0;
        double[] layer = [.. vectors];
        double[] sum = [.. vectors];
        for (int k = 1; k <= layers; k++)
        {
            layer = [.. Enumerable.Range(0, count * dimension).Select(place => Enumerable.Range(0, count).Sum(other => Adjacency(place / dimension, other) * layer[other * dimension + place % dimension]))];
            sum = [.. sum.Zip(layer, (x, y) => x + y)];
        }

        return [.. sum.Select(x => x / (layers + 1))];
    }
}
