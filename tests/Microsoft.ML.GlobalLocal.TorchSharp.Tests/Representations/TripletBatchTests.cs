using CsCheck;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class TripletBatchTests
{
    [Fact]
    public void Distinct_ids_and_places_give_the_triplets_back() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 8], Gen.Int[0, 8]).Select(ids => new Triplet(ids.Item1, ids.Item2, ids.Item3)).Array[1, 10].Array[1, 4].Sample(batches =>
        {
            TorchBackend.Start();
            var batch = new TripletBatch(10, userCount: 6, itemCount: 9);
            foreach (var triplets in batches)
            {
                batch.Fill(triplets);
                using var scope = NewDisposeScope();
                var (users, positives, negatives) = batch.ToTensors(CPU);
                Assert.Equal(triplets.Select(triplet => (long)triplet.User), users.data<long>().Select(place => batch.UserIds[(int)place]));
                Assert.Equal(triplets.Select(triplet => (long)triplet.Positive), positives.data<long>().Select(place => batch.ItemIds[(int)place]));
                Assert.Equal(triplets.Select(triplet => (long)triplet.Negative), negatives.data<long>().Select(place => batch.ItemIds[(int)place]));
                Assert.Equal(triplets.Select(triplet => triplet.User).Distinct().Count(), batch.UserIds.Length);
                Assert.Equal(triplets.SelectMany(triplet => new[] { triplet.Positive, triplet.Negative }).Distinct().Count(), batch.ItemIds.Length);
            }
        }, iter: 50, threads: 1);

    [Fact]
    public void Triplets_are_cut_into_as_few_batches_of_one_size_as_there_can_be() => Gen.Select(Gen.Int[0, 1000], Gen.Int[1, 1100]).Sample((triplets, batchSize) =>
    {
        var batches = TripletBatch.Split(triplets, batchSize).ToArray();
        Assert.Equal((int)Math.Ceiling((double)triplets / batchSize), batches.Length);
        Assert.Equal(Enumerable.Range(0, triplets), batches.SelectMany(batch => Enumerable.Range(batch.Start, batch.Count)));
        Assert.All(batches, batch => Assert.InRange(batch.Count, Math.Max(1, triplets / batches.Length), batchSize));
        Assert.True(batches.Length == 0 || batches.Max(batch => batch.Count) - batches.Min(batch => batch.Count) <= 1);
    });

    [Fact]
    public void Batches_of_any_number_of_triplets_are_cut() => Assert.Equal([(0, (1 << 30) - 1), ((1 << 30) - 1, 1 << 30)], TripletBatch.Split(int.MaxValue, 1 << 30));
}
