namespace Microsoft.ML.GlobalLocal.Tests;

public class SubspaceIterationTests
{
    [Theory]
    [InlineData(30, 1e-5)]
    [InlineData(6, 5e-3)] // The block does not span the whole space, and the spectrum of a random matrix is flat: the hardest case.
    public void Finds_the_leading_eigenvectors_of_the_dense_matrix(int dimension, double tolerance)
    {
        var interactions = SpaceTraining.Scattered;
        int size = interactions.ItemCount;
        var userScales = ScaledGram.GetPowers(interactions, -0.5f);
        var itemScales = ScaledGram.GetPowers(interactions.Transposed, -0.25f);
        var diagonal = Enumerable.Range(0, size).Select(item => 0.01f * item).ToArray();
        var dense = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                dense[i * size + j] = Enumerable.Range(0, interactions.UserCount)
                    .Where(user => interactions.Contains(user, i) && interactions.Contains(user, j))
                    .Sum(user => (double)userScales[user] * userScales[user] * itemScales[i] * itemScales[j]) + (i == j ? diagonal[i] : 0);
            }
        }

        var (vectors, values) = SubspaceIteration.FindLeading(new ScaledGram(interactions, userScales, itemScales, diagonal), dimension, 1, new ParallelOptions());

        var rotated = dense.AsSpan().ToArray();
        var expected = SymmetricEigen.Decompose(rotated, size);
        for (int n = 0; n < dimension; n++)
        {
            Assert.Equal(expected[n], values[n], tolerance);
            Assert.True(n == 0 || values[n] <= values[n - 1]);
            for (int m = 0; m <= n; m++)
            {
                double product = Enumerable.Range(0, size).Sum(i => (double)vectors[i * dimension + n] * vectors[i * dimension + m]);
                Assert.Equal(n == m ? 1 : 0, product, 5);
            }

            for (int i = 0; i < size; i++)
            {
                // A x = lambda x.
                double image = Enumerable.Range(0, size).Sum(j => dense[i * size + j] * vectors[j * dimension + n]);
                Assert.Equal(values[n] * vectors[i * dimension + n], image, tolerance);
            }
        }
    }

    [Fact]
    public void Fills_with_zeros_beyond_the_rank()
    {
        // Two blocks of ones: rank 2.
        var interactions = SpaceTraining.FromPredicate(30, 20, (user, item) => user / 15 == item / 10);
        var ones = ScaledGram.GetPowers(interactions, 0);

        var (vectors, values) = SubspaceIteration.FindLeading(new ScaledGram(interactions, ones, ScaledGram.GetPowers(interactions.Transposed, 0)), 5, 1, new ParallelOptions());

        Assert.Equal(150, values[0], 2);
        Assert.Equal(150, values[1], 2);
        Assert.All(values[2..], value => Assert.Equal(0, value));
        Assert.All(vectors.Where((_, n) => n % 5 >= 2), entry => Assert.Equal(0, entry));
    }
}
