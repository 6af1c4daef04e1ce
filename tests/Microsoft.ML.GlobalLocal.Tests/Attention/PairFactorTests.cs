namespace Microsoft.ML.GlobalLocal.Tests;

public class PairFactorTests
{
    [Fact]
    public void A_factor_is_twice_the_logistic_function_and_never_leaves_0_to_2()
    {
        float[] factors = [0, MathF.Log(3), -MathF.Log(3), 1000, -1000];
        PairFactor.Compute(factors);
        Assert.Equal([1, 1.5f, 0.5f, 2, 0], factors.Select(factor => MathF.Round(factor, 5)));
    }
}
