using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class TripletGradientsTests
{
    private const int Dimension = 5;

    [Theory]
    [InlineData(TripletLoss.Product, 10, 0)]
    [InlineData(TripletLoss.Product, 1, 0)]
    [InlineData(TripletLoss.Distance, 1, 0.5)]
    [InlineData(TripletLoss.Distance, 1, 0)]
    public void Are_those_of_automatic_differentiation(TripletLoss loss, double scale, double margin)
    {
        TorchBackend.Start();
        using var scope = NewDisposeScope();
        var random = new Random(3);
        var batch = new TripletBatch(40, userCount: 6, itemCount: 9);
        batch.Fill([.. Enumerable.Range(0, 40).Select(_ => new Triplet(random.Next(6), random.Next(9), random.Next(9)))]);
        float[] users = Draw(batch.UserIds.Length, random);
        float[] items = Draw(batch.ItemIds.Length, random);
        using var userOutputs = tensor(users, [users.Length / Dimension, Dimension], requires_grad: true);
        using var itemOutputs = tensor(items, [items.Length / Dimension, Dimension], requires_grad: true);
        var (userPlaces, positivePlaces, negativePlaces) = batch.ToTensors(CPU);
        var userVectors = nn.functional.normalize(userOutputs);
        var itemVectors = nn.functional.normalize(itemOutputs);
        var (user, positive, negative) = (userVectors.index_select(0, userPlaces), itemVectors.index_select(0, positivePlaces), itemVectors.index_select(0, negativePlaces));
        var losses = loss == TripletLoss.Product ? TripletLosses.Product(user, positive, negative, scale) : TripletLosses.Distance(user, positive, negative, margin);
        losses.mean().backward();

        var userGradients = new float[users.Length];
        var itemGradients = new float[items.Length];
        double sum = new TripletGradients(loss, scale, margin, Dimension).Add(
            batch, userVectors.detach().data<float>().ToArray(), itemVectors.detach().data<float>().ToArray(), userGradients, itemGradients);

        Assert.Equal(losses.sum().item<float>(), sum, 1e-4);
        AssertEqual(userOutputs, users, userGradients);
        AssertEqual(itemOutputs, items, itemGradients);
    }

    /// <summary>Compares the gradients by the outputs: ours, by the normalised ones, go back through the normalisation here.</summary>
    private static void AssertEqual(Tensor outputs, float[] values, float[] gradients)
    {
        var expected = outputs.grad!.data<float>().ToArray();
        for (int start = 0; start < values.Length; start += Dimension)
        {
            double length = Math.Sqrt(Enumerable.Range(start, Dimension).Sum(n => (double)values[n] * values[n]));
            double along = Enumerable.Range(start, Dimension).Sum(n => values[n] / length * gradients[n]);
            for (int n = start; n < start + Dimension; n++)
            {
                Assert.Equal(expected[n], (gradients[n] - along * values[n] / length) / length, 1e-5);
            }
        }
    }

    private static float[] Draw(int count, Random random) => [.. Enumerable.Range(0, count * Dimension).Select(_ => (float)(random.NextDouble() - 0.5))];
}
