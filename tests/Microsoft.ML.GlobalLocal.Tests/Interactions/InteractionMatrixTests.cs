using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class InteractionMatrixTests
{
    private static readonly Gen<(int, int)[]> Pairs = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 8]).Array[0, 40];

    [Fact]
    public void Holds_each_pair_once_in_ascending_rows() => Pairs.Sample(pairs =>
    {
        var matrix = InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)], 7, 9);
        for (int user = 0; user < 7; user++)
        {
            var expected = pairs.Where(pair => pair.Item1 == user).Select(pair => pair.Item2).Distinct().Order().ToArray();
            Assert.Equal(expected, matrix.GetItems(user).ToArray());
            Assert.Equal(expected.Length, matrix.GetCount(user));
        }

        Assert.Equal(pairs.Distinct().Count(), matrix.Count);
    });

    [Fact]
    public void Transposed_holds_the_same_pairs_the_other_way_round() => Pairs.Sample(pairs =>
    {
        var matrix = InteractionMatrix.FromPairs([.. pairs.Select(pair => pair.Item1)], [.. pairs.Select(pair => pair.Item2)], 7, 9);
        for (int user = 0; user < 7; user++)
        {
            for (int item = 0; item < 9; item++)
            {
                Assert.Equal(matrix.Contains(user, item), matrix.Transposed.Contains(item, user));
            }
        }

        Assert.Same(matrix, matrix.Transposed.Transposed);
    });

    [Theory]
    [InlineData(2, 0)]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    [InlineData(0, -1)]
    public void An_index_out_of_range_is_refused(int user, int item) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionMatrix.FromPairs([user], [item], 2, 3));

    [Fact]
    public void Pairs_that_do_not_match_are_refused() =>
        Assert.Throws<ArgumentException>(() => InteractionMatrix.FromPairs([0, 1], [0], 2, 3));

    [Theory]
    [InlineData(-1, 3)]
    [InlineData(-2, 3)]
    [InlineData(2, -1)]
    public void A_negative_number_is_refused(int userCount, int itemCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionMatrix.FromPairs([], [], userCount, itemCount));
}
