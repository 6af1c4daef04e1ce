using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class TripletLossesTests
{
    // u = (1, 0), i+ = (0.6, 0.8), i- = (0, 1); then the items exchanged.
    private static readonly float[] User = [1, 0, 1, 0];
    private static readonly float[] Positive = [0.6f, 0.8f, 0, 1];
    private static readonly float[] Negative = [0, 1, 0.6f, 0.8f];

    public TripletLossesTests() => TorchBackend.Start();

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    public void Product_is_the_log_of_the_sigmoid_of_the_difference(double scale)
    {
        using var scope = NewDisposeScope();
        var losses = TripletLosses.Product(Rows(User), Rows(Positive), Rows(Negative), scale);

        // The products are 0.6 and 0, and the other way round.
        Assert.Equal([2], losses.shape);
        Assert.Equal(Math.Log(1 + Math.Exp(-0.6 * scale)), losses[0].item<float>(), 1e-5);
        Assert.Equal(Math.Log(1 + Math.Exp(0.6 * scale)), losses[1].item<float>(), 1e-5);
    }

    [Fact]
    public void Distance_compares_squared_distances()
    {
        using var scope = NewDisposeScope();

        // The squared distances are .16 + .64 = .8 and 2: .8 - 2 + .5 < 0, and 2 - .8 + .5 = 1.7.
        var losses = TripletLosses.Distance(Rows(User), Rows(Positive), Rows(Negative), margin: 0.5);
        Assert.Equal(0, losses[0].item<float>());
        Assert.Equal(1.7, losses[1].item<float>(), 1e-5);
        Assert.Equal(0.3, TripletLosses.Distance(Rows(User), Rows(Positive), Rows(Negative), margin: 1.5)[0].item<float>(), 1e-5);
    }

    [Fact]
    public void A_large_difference_stays_finite()
    {
        using var scope = NewDisposeScope();
        var loss = TripletLosses.Product(Rows([1, 0]), Rows([0, 0]), Rows([1, 0]), scale: 1000);
        Assert.Equal(1000, loss[0].item<float>(), 1e-2);
    }

    private static Tensor Rows(float[] values) => tensor(values, [values.Length / 2, 2]);
}
