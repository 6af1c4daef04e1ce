using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What the attention is trained by and judged on: for every user with held-out interactions its best candidates, the scaled score of each in
/// every space, and which of them are the held-out ones. The spaces must not have been trained on the held-out interactions, since on its own
/// training data the most overfitted space looks best.
/// </summary>
internal sealed class RankingLists
{
    // Held-out items that are no candidates, in a list; more would make all lists longer for the sake of a few.
    private const int MaximumMissed = 8;

    private const int LargestOnStack = 1024;

    private RankingLists(int count, int candidateCount, int mostMissed, int spaceCount)
    {
        Count = count;
        CandidateCount = candidateCount;
        SampleStart = candidateCount + mostMissed;
        Length = SampleStart + RankingQuality.SampledItems;
        int length = Length;
        SpaceCount = spaceCount;
        Users = new int[count];
        Scores = new float[checked(count * length * spaceCount)];
        IsPositive = new bool[count * length];
        IsValid = new bool[count * length];
        LogPopularity = new float[count * length];
        LogActivity = new float[count];
        PositiveCount = new int[count];
    }

    /// <summary>The number of lists: one for each user with held-out interactions in each round.</summary>
    public int Count { get; }

    /// <summary>The number of places of a list that candidates take; the held-out items that were no candidates follow.</summary>
    public int CandidateCount { get; }

    /// <summary>The first place of a list's random items.</summary>
    public int SampleStart { get; }

    /// <summary>The number of places of a list.</summary>
    public int Length { get; }

    /// <summary>The number of spaces.</summary>
    public int SpaceCount { get; }

    /// <summary>The user of each list: [lists].</summary>
    public int[] Users { get; }

    /// <summary>The scaled scores: [lists * length * spaces].</summary>
    public float[] Scores { get; }

    /// <summary>Whether the item at a place is held out: [lists * length].</summary>
    public bool[] IsPositive { get; }

    /// <summary>Whether there is an item at a place: [lists * length].</summary>
    public bool[] IsValid { get; }

    /// <summary>The log of one plus the number of interactions of the item at a place: [lists * length].</summary>
    public float[] LogPopularity { get; }

    /// <summary>The log of one plus the user's number of interactions: [lists].</summary>
    public float[] LogActivity { get; }

    /// <summary>The number of held-out items: [lists].</summary>
    public int[] PositiveCount { get; }

    /// <summary>The number of held-out items in the first places of a list.</summary>
    /// <param name="list">The list.</param>
    /// <param name="places">The number of places.</param>
    public int CountPositives(int list, int places) => IsPositive.AsSpan(list * Length, places).Count(true);

    /// <summary>Collects the lists of all rounds; the candidates are the best of all spaces with equal weights.</summary>
    /// <param name="rounds">The spaces and what they were not trained on, the same spaces in every round.</param>
    /// <param name="candidates">The number of candidates of each user.</param>
    /// <param name="seed">The seed of the random items.</param>
    /// <param name="maximumLists">The largest number of lists; of more, evenly spread ones are taken.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    public static RankingLists Collect(IReadOnlyList<RankingRound> rounds, int candidates, int seed, int maximumLists, ParallelOptions parallelism)
    {
        var all = rounds.SelectMany(round => Enumerable.Range(0, round.HeldOut.UserCount)
            .Where(user => round.HeldOut.GetCount(user) > 0)
            .Select(user => (Round: round, User: user))).ToArray();
        var tasks = EvenSample.Take(all, maximumLists);
        var models = rounds.ToDictionary(round => round, round => round.WithEqualWeights());
        int candidateCount = Math.Min(candidates, rounds[0].Interactions.ItemCount);
        int mostMissed = Math.Min(MaximumMissed, tasks.Max(task => task.Round.HeldOut.GetCount(task.User)));
        var lists = new RankingLists(tasks.Length, candidateCount, mostMissed, rounds[0].Spaces.Count);
        Parallel.For(0, tasks.Length, parallelism, n => lists.Fill(n, tasks[n].User, tasks[n].Round, models[tasks[n].Round], seed));
        return lists;
    }

    /// <summary>The <see cref="RankingQuality"/> of one list; a held-out item that is no candidate counts as missed among all items.</summary>
    /// <param name="list">The list.</param>
    /// <param name="scores">The scores of its places.</param>
    /// <param name="topN">The length N.</param>
    public RankingQuality Judge(int list, ReadOnlySpan<float> scores, int topN)
    {
        int first = list * Length;
        int length = Math.Min(topN, CandidateCount);
        Span<int> places = length <= LargestOnStack ? stackalloc int[length] : new int[length];
        Span<float> best = length <= LargestOnStack ? stackalloc float[length] : new float[length];
        var selector = new TopNSelector(places, best);
        for (int place = 0; place < CandidateCount; place++)
        {
            if (IsValid[first + place])
            {
                selector.Add(place, scores[place]);
            }
        }

        int mostPositives = Math.Min(PositiveCount[list], SampleStart);
        Span<int> positives = mostPositives <= LargestOnStack ? stackalloc int[mostPositives] : new int[mostPositives];
        Span<float> positiveScores = mostPositives <= LargestOnStack ? stackalloc float[mostPositives] : new float[mostPositives];
        int found = 0;
        for (int place = 0; place < SampleStart; place++)
        {
            if (IsPositive[first + place])
            {
                positives[found] = place;
                positiveScores[found++] = scores[place];
            }
        }

        int sampled = IsValid.AsSpan(first + SampleStart, RankingQuality.SampledItems).Count(true);
        var metrics = UserMetrics.Compute(Users[list], places[..selector.Complete()], positives[..found], topN);
        return RankingQuality.Of(metrics, positiveScores[..found], scores.Slice(SampleStart, sampled));
    }

    private void Fill(int list, int user, RankingRound round, AttentionModel model, int seed)
    {
        var query = model.CreateQuery();
        model.Prepare(query, round.Interactions, user);
        var positives = round.HeldOut.GetItems(user);
        Users[list] = user;
        LogActivity[list] = query.LogActivity;
        PositiveCount[list] = positives.Length;
        var items = new int[Length];
        int found = new Retriever(model, round.Interactions).Retrieve(query, items.AsSpan(0, CandidateCount), new float[CandidateCount]);
        for (int place = 0; place < found; place++)
        {
            Set(list, place, items[place], positives.BinarySearch(items[place]) >= 0, round.Interactions);
        }

        // The held-out items that are no candidates teach the network too, though no list can hold them.
        int last = CandidateCount;
        foreach (int positive in positives)
        {
            if (last < SampleStart && !items.AsSpan(0, found).Contains(positive))
            {
                items[last] = positive;
                Set(list, last++, positive, isPositive: true, round.Interactions);
            }
        }

        int sampled = RankingQuality.Sample(user, query.Items, positives, model.ItemCount, seed, items.AsSpan(SampleStart));
        for (int place = SampleStart; place < SampleStart + sampled; place++)
        {
            Set(list, place, items[place], isPositive: false, round.Interactions);
        }

        var scores = new float[Length];
        for (int r = 0; r < SpaceCount; r++)
        {
            round.Spaces[r].Score(new UserView(query.Vectors[r].Span, query.Items), items, scores);
            TensorPrimitives.Multiply(scores, round.Scales[r], scores);
            for (int place = 0; place < Length; place++)
            {
                Scores[(list * Length + place) * SpaceCount + r] = scores[place];
            }
        }
    }

    private void Set(int list, int place, int item, bool isPositive, InteractionMatrix interactions)
    {
        IsValid[list * Length + place] = true;
        IsPositive[list * Length + place] = isPositive;
        LogPopularity[list * Length + place] = MathF.Log(1 + interactions.Transposed.GetCount(item));
    }
}
