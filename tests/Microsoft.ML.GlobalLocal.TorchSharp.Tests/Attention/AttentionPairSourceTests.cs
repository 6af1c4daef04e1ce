using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class AttentionPairSourceTests
{
    public AttentionPairSourceTests() => TorchBackend.Start();

    [Fact]
    public void EveryPairHasTheScoresOfItsOwnUserAndItem_WhateverTheOrderOfTheTriplets()
    {
        using var scope = NewDisposeScope();
        var random = new Random(5);
        float[] Table(int rows) => [.. Enumerable.Range(0, rows * 3).Select(_ => random.NextSingle())];
        RepresentationSpace[] spaces = [new VectorSpace("A", 3, Table(Blocks.Users), Table(Blocks.Items), VectorSimilarity.Product), new VectorSpace("B", 3, Table(Blocks.Users), Table(Blocks.Items), VectorSimilarity.Product)];
        var model = new AttentionModel(spaces, [1, 2], new FixedWeighting([0, 0]), Blend.Scores, VectorSimilarity.Product);
        Triplet[] triplets = [.. Enumerable.Range(0, 60).Select(_ => new Triplet(random.Next(Blocks.Users), random.Next(Blocks.Items), random.Next(Blocks.Items)))];
        var source = new AttentionPairSource(model, Blocks.Train, new AttentionTrainer.Options { Blend = Blend.Scores }, CPU);
        source.SetTriplets(triplets, new ParallelOptions());

        Check(source.CollectPositives(20, 30), triplet => triplet.Positive);
        Check(source.CollectNegatives(20, 30), triplet => triplet.Negative);

        void Check(AttentionPairs pairs, Func<Triplet, int> getItem)
        {
            var scores = pairs.Scores.data<float>().ToArray();
            var query = model.CreateQuery();
            var expected = new float[2];
            for (int n = 0; n < 30; n++)
            {
                var triplet = triplets[20 + n];
                model.Prepare(query, Blocks.Train, triplet.User);
                model.GetScaledScores(query, getItem(triplet), expected);
                Assert.Equal(expected, scores[(n * 4)..(n * 4 + 2)]);
                Assert.Equal(MathF.Log(1 + Blocks.Train.GetCount(triplet.User)), scores[n * 4 + 2]);
                Assert.Equal(MathF.Log(1 + Blocks.Train.Transposed.GetCount(getItem(triplet))), scores[n * 4 + 3]);
                Assert.Equal(spaces[1].ItemTable[(getItem(triplet) * 3)..(getItem(triplet) * 3 + 3)], pairs.Items[1][n].data<float>().ToArray());
                Assert.Equal(spaces[1].UserTable[(triplet.User * 3)..(triplet.User * 3 + 3)], pairs.Users[1][n].data<float>().ToArray());
            }
        }
    }
}
