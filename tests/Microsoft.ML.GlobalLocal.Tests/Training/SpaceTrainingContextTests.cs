namespace Microsoft.ML.GlobalLocal.Tests;

public class SpaceTrainingContextTests
{
    [Fact]
    public void Nothing_to_validate_on_is_told()
    {
        var interactions = SpaceTraining.Scattered;
        var space = TestData.RandomSpace("A", interactions.UserCount, interactions.ItemCount, 2, VectorSimilarity.Product, seed: 1);
        foreach (var validation in new[] { null, InteractionMatrix.FromPairs([], [], interactions.UserCount, interactions.ItemCount) })
        {
            var context = SpaceTraining.CreateContext(interactions, validation);
            Assert.Contains("no held-out interactions", Assert.Throws<InvalidOperationException>(() => context.Validate(space)).Message);
        }
    }
}
