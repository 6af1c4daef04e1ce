namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class SkipGramTests
{
    [Fact]
    public void A_step_moves_the_vectors_by_their_gradients()
    {
        // The only negative for node 1 is node 2.
        var noise = new NoiseTable(2, [5], 0.75f);
        var model = new SkipGram(3, 2, negatives: 1, _ => noise, new Random(1));
        new float[] { 1, 2 }.CopyTo(model.Vectors, 0);
        new float[] { 0.5f, 0 }.CopyTo(model.Contexts, 2);
        new float[] { 0, 0.25f }.CopyTo(model.Contexts, 4);

        model.Train(0, 1, 0.1f);

        // Both products are 0.5: the near node pulls by 1 - sigmoid(0.5) = 0.37754067, the negative pushes by sigmoid(0.5) = 0.62245933.
        float pull = 0.037754067f;
        float push = 0.062245933f;
        float[] expectedVector = [1 + pull * 0.5f, 2 - push * 0.25f];
        float[] expectedContexts = [0.5f + pull, 2 * pull, -push, 0.25f - 2 * push];
        Assert.Equal(expectedVector, model.Vectors[..2], (expected, actual) => MathF.Abs(expected - actual) < 1e-6f);
        Assert.Equal(expectedContexts, model.Contexts[2..], (expected, actual) => MathF.Abs(expected - actual) < 1e-6f);
    }

    [Fact]
    public void Negatives_are_drawn_by_a_power_of_their_counts()
    {
        const int Draws = 40_000;
        var noise = new NoiseTable(10, [0, 3, 15, 80], 0.5f);
        var random = new Random(1);
        var drawn = new int[4];
        for (int n = 0; n < Draws; n++)
        {
            drawn[noise.Draw(random) - 10]++;
        }

        // The counts + 1, to the power of 0.5: 1, 2, 4, 9 of 16.
        Assert.Equal([1 / 16d, 2 / 16d, 4 / 16d, 9 / 16d], drawn.Select(count => (double)count / Draws), (expected, actual) => Math.Abs(expected - actual) < 0.01);
    }
}
