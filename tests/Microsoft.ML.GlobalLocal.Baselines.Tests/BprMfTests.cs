namespace Microsoft.ML.GlobalLocal.Baselines.Tests;

public class BprMfTests
{
    [Fact]
    public void A_triplet_moves_its_three_vectors_as_computed_by_hand()
    {
        var model = new BprMfModel(1, 3, new() { Dimension = 2, LearningRate = 0.5f, Regularization = 0.1f }, seed: 1);
        new float[] { 1, 2 }.CopyTo(model.Users, 0);
        new float[] { 0.5f, -1, 3, 4, -1, 0.25f }.CopyTo(model.Items, 0);

        model.Update(new Triplet(0, Positive: 0, Negative: 2));

        // <u, i> = -1.5, <u, j> = -0.5, difference -1: the step is 0.5 / (1 + e^-1), and 1 - 0.5 * 0.1 of each vector stays.
        float step = 0.5f / (1 + MathF.Exp(-1));
        AssertEqual([0.95f + step * 1.5f, 1.9f - step * 1.25f], model.Users);
        AssertEqual([0.475f + step, -0.95f + step * 2, 3, 4, -0.95f - step, 0.2375f - step * 2], model.Items);
    }

    private static void AssertEqual(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }
}
