namespace Microsoft.ML.GlobalLocal;

/// <summary>How well held-out items are ranked, by which models are chosen.</summary>
/// <param name="Top">The mean of recall and NDCG of the list of N among all items: what a user sees.</param>
/// <param name="Sampled">
/// The mean of hit rate and NDCG at 10 of each held-out item among 99 random ones: on sparse data, where lists of N hold hardly a held-out item, it
/// tells models apart with far less noise.
/// </param>
internal readonly record struct RankingQuality(double Top, double Sampled)
{
    /// <summary>The number of random items that a held-out item is ranked among.</summary>
    public const int SampledItems = 99;

    private const int SampledTopN = 10;

    /// <summary>The mean of both.</summary>
    public double Mean => (Top + Sampled) / 2;

    /// <summary>The mean of some qualities.</summary>
    public static RankingQuality Average(IReadOnlyCollection<RankingQuality> qualities) =>
        new(qualities.Average(quality => quality.Top), qualities.Average(quality => quality.Sampled));

    /// <summary>The mean of the ratios to a reference: what is lost in one may be gained in the other.</summary>
    public double MeanRatio(RankingQuality reference) => (Ratio(Top, reference.Top) + Ratio(Sampled, reference.Sampled)) / 2;

    /// <summary>Draws the random items of a user, the same ones at every call; fewer where the user has nearly everything.</summary>
    /// <param name="user">The user's index.</param>
    /// <param name="seen">The items that the user was trained with, ascending.</param>
    /// <param name="heldOut">The held-out items, ascending.</param>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="seed">The seed of the draw.</param>
    /// <param name="items">Receives the items; <see cref="SampledItems"/> long.</param>
    /// <returns>The number of items drawn.</returns>
    public static int Sample(int user, ReadOnlySpan<int> seen, ReadOnlySpan<int> heldOut, int itemCount, int seed, Span<int> items)
    {
        var random = new Random(unchecked(seed * 31 + user));
        int wanted = Math.Min(SampledItems, itemCount - seen.Length - heldOut.Length);
        int count = 0;
        while (count < wanted)
        {
            int item = random.Next(itemCount);
            if (seen.BinarySearch(item) < 0 && heldOut.BinarySearch(item) < 0)
            {
                items[count++] = item;
            }
        }

        return count;
    }

    /// <summary>The quality of one user's ranking.</summary>
    /// <param name="metrics">The metrics of the list of N among all items.</param>
    /// <param name="heldOutScores">The scores of the held-out items.</param>
    /// <param name="sampledScores">The scores of the random items.</param>
    public static RankingQuality Of(UserMetrics metrics, ReadOnlySpan<float> heldOutScores, ReadOnlySpan<float> sampledScores)
    {
        double sampled = 0;
        foreach (float score in heldOutScores)
        {
            int rank = 0;
            foreach (float other in sampledScores)
            {
                rank += other >= score ? 1 : 0;
            }

            sampled += rank < SampledTopN ? 1 + 1 / Math.Log2(rank + 2) : 0;
        }

        return new RankingQuality((metrics.Recall + metrics.Ndcg) / 2, sampled / heldOutScores.Length / 2);
    }

    /// <summary>The mean quality over the users with held-out items.</summary>
    /// <param name="model">What ranks.</param>
    /// <param name="interactions">The interactions that the model was trained on.</param>
    /// <param name="heldOut">The interactions that it was not trained on.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <param name="seed">The seed of the random items.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <param name="maximumUsers">The largest number of users; of more, evenly spread ones are taken.</param>
    public static RankingQuality Judge(AttentionModel model, InteractionMatrix interactions, InteractionMatrix heldOut, int topN, int seed, ParallelOptions parallelism, int maximumUsers)
    {
        var users = EvenSample.Take(Enumerable.Range(0, heldOut.UserCount).Where(user => heldOut.GetCount(user) > 0).ToArray(), maximumUsers);
        var values = new RankingQuality[users.Length];
        Parallel.For(0, users.Length, parallelism, () => new Buffers(model, topN), (n, _, buffers) =>
        {
            values[n] = buffers.Judge(users[n], model, interactions, heldOut.GetItems(users[n]), seed);
            return buffers;
        }, _ => { });
        return Average(values);
    }

    private static double Ratio(double value, double reference) => reference > 0 ? value / reference : 1;

    private sealed class Buffers(AttentionModel model, int topN)
    {
        private readonly UserQuery _query = model.CreateQuery();
        private readonly float[] _scores = new float[model.ItemCount];
        private readonly int[] _ranked = new int[Math.Min(topN, model.ItemCount)];
        private readonly float[] _rankedScores = new float[Math.Min(topN, model.ItemCount)];
        private readonly int[] _sampled = new int[SampledItems];
        private readonly float[] _sampledScores = new float[SampledItems];
        private float[] _heldOutScores = [];

        public RankingQuality Judge(int user, AttentionModel model, InteractionMatrix interactions, ReadOnlySpan<int> heldOut, int seed)
        {
            model.Prepare(_query, interactions, user);
            model.ScoreAll(_query, _scores);
            int sampled = Sample(user, _query.Items, heldOut, model.ItemCount, seed, _sampled);
            for (int n = 0; n < sampled; n++)
            {
                _sampledScores[n] = _scores[_sampled[n]];
            }

            if (_heldOutScores.Length < heldOut.Length)
            {
                _heldOutScores = new float[heldOut.Length];
            }

            var heldOutScores = _heldOutScores.AsSpan(0, heldOut.Length);
            for (int n = 0; n < heldOut.Length; n++)
            {
                heldOutScores[n] = _scores[heldOut[n]];
            }

            ItemFilter.Unseen.Exclude(_query.Items, 0, _scores);
            var selector = new TopNSelector(_ranked, _rankedScores);
            selector.AddRange(0, _scores);
            var metrics = UserMetrics.Compute(user, _ranked.AsSpan(0, selector.Complete()), heldOut, topN);
            return Of(metrics, heldOutScores, _sampledScores.AsSpan(0, sampled));
        }
    }
}
