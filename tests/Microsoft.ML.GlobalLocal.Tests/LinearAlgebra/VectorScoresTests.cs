using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class VectorScoresTests
{
    private static readonly Gen<float> Number = Gen.Float[-1, 1];

    private static readonly Gen<(int Users, int Items, int Dimension, float[] UserVectors, float[] ItemVectors, VectorSimilarity Similarity)> Case =
        from users in Gen.Int[1, 9]
        from items in Gen.Int[1, 11]
        from dimension in Gen.Int[1, 37]
        from userVectors in Number.Array[users * dimension]
        from itemVectors in Number.Array[items * dimension]
        from similarity in Gen.Enum<VectorSimilarity>()
        select (users, items, dimension, userVectors, itemVectors, similarity);

    [Fact]
    public void Tiles_of_any_shape_equal_brute_force() => Case.Sample(c =>
    {
        int stride = c.Items + 3;
        var scores = new float[c.Users * stride];
        VectorScores.Score(c.Similarity, c.UserVectors, c.ItemVectors, c.Dimension, scores, stride);
        for (int user = 0; user < c.Users; user++)
        {
            for (int item = 0; item < c.Items; item++)
            {
                Assert.Equal(BruteForce(c.Similarity, c.UserVectors.AsSpan(user * c.Dimension, c.Dimension), c.ItemVectors.AsSpan(item * c.Dimension, c.Dimension)), scores[user * stride + item], 1e-5);
            }

            Assert.All(scores[(user * stride + c.Items)..((user + 1) * stride)], value => Assert.Equal(0, value));
        }
    });

    [Fact]
    public void A_pair_scores_the_same_whatever_is_scored_with_it() => Case.Sample(c =>
    {
        var all = new float[c.Users * c.Items];
        VectorScores.Score(c.Similarity, c.UserVectors, c.ItemVectors, c.Dimension, all, c.Items);
        int[] items = [.. Enumerable.Range(0, c.Items).Reverse()];
        for (int user = 0; user < c.Users; user++)
        {
            var vector = c.UserVectors.AsSpan(user * c.Dimension, c.Dimension);
            var listed = new float[c.Items];
            VectorScores.ScoreListed(c.Similarity, vector, c.ItemVectors, items, listed);
            Assert.Equal(all[(user * c.Items)..((user + 1) * c.Items)], listed.Reverse());
            for (int item = 0; item < c.Items; item++)
            {
                VectorScores.ScoreListed(c.Similarity, vector, c.ItemVectors, [item], listed);
                Assert.Equal(all[user * c.Items + item], listed[0]);
            }
        }
    });

    private static double BruteForce(VectorSimilarity similarity, ReadOnlySpan<float> user, ReadOnlySpan<float> item)
    {
        double product = 0;
        double squares = 0;
        for (int n = 0; n < user.Length; n++)
        {
            product += (double)user[n] * item[n];
            squares += Math.Pow((double)user[n] - item[n], 2);
        }

        return similarity == VectorSimilarity.Product ? product : -Math.Sqrt(squares);
    }
}
