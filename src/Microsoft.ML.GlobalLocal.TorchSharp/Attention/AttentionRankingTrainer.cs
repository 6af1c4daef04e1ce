using System.Diagnostics;
using static TorchSharp.torch;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Trains the attention over scores to rank lists. The number of epochs is chosen by cross-validation over the users; where no epoch ranks
/// better than the fixed weights that training starts from, by more than one standard error, these stay.
/// </summary>
internal sealed class AttentionRankingTrainer(RankingLists lists, AttentionOptions options, SpaceTrainingContext context)
{
    private readonly Device _device = TorchBackend.GetDevice(context.Host);

    /// <summary>Trains.</summary>
    /// <param name="fixedWeights">The weights that training starts from.</param>
    /// <param name="fixedQualities">How well they rank each list.</param>
    public AttentionWeighting Train(double[] fixedWeights, RankingQuality[] fixedQualities)
    {
        using var scope = NewDisposeScope();
        var tensors = new RankingTensors(lists, _device);
        int epochs = ChooseEpochs(tensors, fixedWeights, fixedQualities);
        context.Host.LogInfo("Attention", epochs == 0 ? "Attention weights are the same for all pairs: a network did not rank better." : $"Attention network: {epochs} epochs.");
        if (epochs == 0)
        {
            return FixedWeighting.Of(fixedWeights);
        }

        using var run = new RankingRun(tensors, lists, [.. Enumerable.Range(0, lists.Count)], fixedWeights, options, context.Seed, _device, context.Parallelism);
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            double loss = run.TrainEpoch();
            context.Progress?.Report(new TrainingProgress("attention") { Epoch = epoch, Epochs = epochs, Loss = loss });
        }

        // A user and an item have more interactions in prediction than they had with a part held out.
        float growth = MathF.Log(options.Parts / (options.Parts - 1f));
        tensors.Means[^2] += growth;
        tensors.Means[^1] += growth;
        var (network, biases) = run.Network.Export(tensors.Means, tensors.Deviations);
        var items = context.Interactions.Transposed;
        return new ScoreWeighting(biases, network, [.. Enumerable.Range(0, items.UserCount).Select(item => MathF.Log(1 + items.GetCount(item)))]);
    }

    private int ChooseEpochs(RankingTensors tensors, double[] fixedWeights, RankingQuality[] fixedQualities)
    {
        var foldOf = new int[lists.Users.Max() + 1];
        for (int user = 0; user < foldOf.Length; user++)
        {
            foldOf[user] = user % options.Folds;
        }

        new Random(context.Seed).Shuffle(foldOf);
        var held = Enumerable.Range(0, options.Folds).Select(fold => Select(list => foldOf[lists.Users[list]] == fold)).ToArray();
        if (held.Any(fold => fold.Length == 0))
        {
            return 0;
        }

        var perFold = (context with { Threads = Math.Max(1, context.Threads / options.Folds) }).Parallelism;
        var runs = Enumerable.Range(0, options.Folds)
            .Select(fold => new RankingRun(tensors, lists, Select(list => foldOf[lists.Users[list]] != fold), fixedWeights, options, context.Seed, _device, perFold)).ToArray();
        try
        {
            var watch = Stopwatch.StartNew();
            var reference = RankingQuality.Average(fixedQualities);
            var values = new List<RankingQuality[]> { fixedQualities };
            var gains = new List<double> { 1 };
            int best = 0;
            for (int epoch = 1; epoch <= options.MaximumEpochs && epoch - best <= options.Patience; epoch++)
            {
                var losses = new double[options.Folds];
                Parallel.For(0, options.Folds, context.Parallelism, fold => losses[fold] = runs[fold].TrainEpoch());
                double loss = losses.Average();
                values.Add(JudgeAll());
                gains.Add(RankingQuality.Average(values[epoch]).MeanRatio(reference));
                best = Smooth(gains, epoch) > Smooth(gains, best) ? epoch : best;
                context.Progress?.Report(new TrainingProgress("attention: epochs by cross-validation")
                {
                    Epoch = epoch,
                    Epochs = options.MaximumEpochs,
                    Loss = loss,
                    ValidationMetric = RankingQuality.Average(values[epoch]).Mean,
                    TimeLeft = watch.Elapsed / epoch * (options.MaximumEpochs - epoch),
                });
            }

            return PairedGain.Exceeds(values[best], fixedQualities, standardErrors: 1) ? best : 0;
        }
        finally
        {
            foreach (var run in runs)
            {
                run.Dispose();
            }
        }

        int[] Select(Func<int, bool> isSelected) => [.. Enumerable.Range(0, lists.Count).Where(isSelected)];

        // Neighbouring epochs differ by noise; the mean of the last three does so less.
        static double Smooth(IEnumerable<double> gains, int epoch) => gains.Take(epoch + 1).TakeLast(3).Average();

        RankingQuality[] JudgeAll()
        {
            var judged = new RankingQuality[lists.Count];
            for (int fold = 0; fold < options.Folds; fold++)
            {
                Judge(tensors, runs[fold].Network, held[fold], judged);
            }

            return judged;
        }
    }

    private void Judge(RankingTensors tensors, ScoreAttentionNetwork network, int[] judgedLists, RankingQuality[] values)
    {
        using var gradients = no_grad();
        foreach (var batch in judgedLists.Chunk(options.BatchLists))
        {
            using var scope = NewDisposeScope();
            var scores = network.forward(tensors.Select(batch).Inputs).cpu().data<float>().ToArray();
            Parallel.For(0, batch.Length, context.Parallelism, n =>
                values[batch[n]] = lists.Judge(batch[n], scores.AsSpan(n * lists.Length, lists.Length), context.TopN));
        }
    }
}
