using TorchSharp;
using static Microsoft.ML.GlobalLocal.TorchSharp.Tests.TestSpaces;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal.TorchSharp.Tests;

public class AttentionTrainerTests
{
    private static readonly AttentionTrainer.Options Quick = new() { HiddenLayers = [6], AttentionDimension = 5, MaximumEpochs = 2, Clusters = 3 };

    public AttentionTrainerTests() => TorchBackend.Start();

    public static TheoryData<AttentionInputs, Blend, TripletLoss, NegativeAttention> AllKinds()
    {
        var data = new TheoryData<AttentionInputs, Blend, TripletLoss, NegativeAttention>();
        foreach (var inputs in Enum.GetValues<AttentionInputs>())
        {
            foreach (var blend in Enum.GetValues<Blend>())
            {
                data.Add(inputs, blend, TripletLoss.Product, NegativeAttention.Positive);
                data.Add(inputs, blend, TripletLoss.Distance, NegativeAttention.Own);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(AllKinds))]
    public void Every_kind_trains_to_weights_that_sum_to_one(AttentionInputs inputs, Blend blend, TripletLoss loss, NegativeAttention negative)
    {
        var context = Blocks.CreateContext();
        var model = new AttentionTrainer(Quick with { Inputs = inputs, Blend = blend, Loss = loss, NegativeAttention = negative })
            .Train([Informed("A"), Noise("B", 1)], [1, 2], context);
        var query = model.CreateQuery();
        var weights = new float[2];
        for (int user = 0; user < Blocks.Users; user++)
        {
            model.Prepare(query, context.Interactions, user);
            model.GetWeights(query, user, weights);
            Assert.All(weights, weight => Assert.InRange(weight, 0, 1));
            Assert.Equal(1, weights.Sum(), 1e-5f);
        }

        Assert.Equal(blend, model.Blend);
        Assert.Equal(loss == TripletLoss.Distance ? VectorSimilarity.NegativeDistance : VectorSimilarity.Product, model.Similarity);
    }

    [Theory]
    [InlineData(AttentionInputs.Representations)]
    [InlineData(AttentionInputs.Scores)]
    public void Managed_code_gives_the_weights_of_torch(AttentionInputs inputs)
    {
        using var scope = NewDisposeScope();
        RepresentationSpace[] spaces = [Noise("A", 1), Noise("B", 2), Noise("C", 3)];
        var options = Quick with { Inputs = inputs };
        var network = new AttentionNetwork(spaces, options, new Random(4), CPU);
        using (no_grad())
        {
            network.Parameters.Last().copy_(tensor(new[] { 0.3f, -0.2f, 0.1f }));
        }

        var start = new AttentionModel(spaces, [1, 2, 3], new FixedWeighting([0, 0, 0]), Blend.Scores, VectorSimilarity.Product);
        var triplets = Enumerable.Range(0, 50).Select(n => new Triplet(n % Blocks.Users, n * 7 % Blocks.Items, 0)).ToArray();
        var source = new AttentionPairSource(start, Blocks.Train, options, CPU);
        source.SetTriplets(triplets, new ParallelOptions());
        var pairs = source.CollectPositives(0, triplets.Length);
        var expected = network.ComputeAlpha(pairs).data<float>().ToArray();
        var model = new AttentionModel(spaces, [1, 2, 3], network.Export().CreateWeighting(spaces, Blocks.Train), Blend.Scores, VectorSimilarity.Product);
        var query = model.CreateQuery();
        var weights = new float[3];
        for (int n = 0; n < triplets.Length; n++)
        {
            model.Prepare(query, Blocks.Train, triplets[n].User);
            model.GetWeights(query, triplets[n].Positive, weights);
            for (int r = 0; r < 3; r++)
            {
                Assert.Equal(expected[n * 3 + r], weights[r], 1e-4f);
            }
        }
    }

    [Fact]
    public void A_space_of_noise_is_turned_down()
    {
        var context = Blocks.CreateContext();
        var model = new AttentionTrainer(Quick with { Blend = Blend.Scores, MaximumEpochs = 60, Patience = 60, LearningRate = 0.02, BatchSize = 16, CandidateClusters = 0 })
            .Train([Noise("B", 1), Informed("A")], [1, 1], context);
        Assert.True(context.Validate(Informed("A")) > context.Validate(Noise("B", 1)));
        var query = model.CreateQuery();
        var weights = new float[2];
        double informed = 0;
        for (int user = 0; user < Blocks.Users; user++)
        {
            model.Prepare(query, context.Interactions, user);
            model.GetWeights(query, Blocks.HeldOut.GetItems(user)[0], weights);
            informed += weights[1] / Blocks.Users;
        }

        Assert.True(informed > 0.6, $"The mean weight of the space that knows is {informed}.");
    }

    [Fact]
    public void TheBestEpochIsKept_InTheMeasureOfTheSpaces()
    {
        var reports = new Reports();
        var context = Blocks.CreateContext() with { Progress = reports };
        var model = new AttentionTrainer(Quick with { Blend = Blend.Scores, MaximumEpochs = 8, Patience = 8, LearningRate = 0.1 })
            .Train([Noise("B", 1), Noise("C", 2)], [1, 1], context);
        var judged = Blocks.HeldOut.Where((user, _) => user % 5 == 0);
        var metrics = reports.Values.Select(report => report.ValidationMetric).ToArray();
        Assert.True(metrics.Distinct().Count() > 1);
        Assert.Equal(metrics.Max(), context.Judge(model, judged), 1e-6);
    }

    [Fact]
    public void SameSeedGivesTheSameScores_AndNoTensorSurvives()
    {
        var context = Blocks.CreateContext();
        var trainer = new AttentionTrainer(Quick);
        var first = Scores(trainer.Train([Informed("A"), Noise("B", 1)], [1, 1], context));
        long before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Assert.Equal(first, Scores(trainer.Train([Informed("A"), Noise("B", 1)], [1, 1], context)));
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        float[] Scores(AttentionModel model)
        {
            var query = model.CreateQuery();
            model.Prepare(query, context.Interactions, 3);
            var scores = new float[Blocks.Items];
            model.ScoreAll(query, scores);
            return scores;
        }
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var context = Blocks.CreateContext();
        RepresentationSpace[] spaces = [Informed("A"), Noise("B", 1)];
        Assert.Contains("Validation", Assert.Throws<ArgumentException>(() => new AttentionTrainer(Quick).Train(spaces, [1, 1], context with { Validation = null })).Message);
        Assert.Contains("BaseSpace", Assert.Throws<ArgumentException>(() => new AttentionTrainer(Quick with { BaseSpace = "GD" }).Train(spaces, [1, 1], context)).Message);
        Assert.Contains("LearningRate", Assert.Throws<ArgumentOutOfRangeException>(() => new AttentionTrainer(Quick with { LearningRate = double.NaN })).Message);
        Assert.Throws<NotFiniteNumberException>(() => new AttentionTrainer(Quick with { LearningRate = 1e30, MaximumEpochs = 5, BatchSize = 4 }).Train(spaces, [1, 1], context));
    }

    [Fact]
    public void A_cancelled_training_stops() => Assert.ThrowsAny<OperationCanceledException>(() =>
        new AttentionTrainer(Quick).Train([Informed("A"), Noise("B", 1)], [1, 1], Blocks.CreateContext() with { CancellationToken = new CancellationToken(canceled: true) }));
}
