using System.Buffers;
using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// What the attention is trained on and judged by: for every user with held-out interactions its best candidates, the scaled score of each in
/// every space, and which of them are the held-out ones. The spaces must not have been trained on the held-out interactions, since on its own
/// training data the most overfitted space looks best.
/// </summary>
internal sealed class RankingLists
{
    private RankingLists(int userCount, int length, int spaceCount)
    {
        UserCount = userCount;
        Length = length;
        SpaceCount = spaceCount;
        Scores = new float[(long)userCount * length * spaceCount];
        IsPositive = new bool[userCount * length];
        IsValid = new bool[userCount * length];
        LogPopularity = new float[userCount * length];
        LogActivity = new float[userCount];
        PositiveCount = new int[userCount];
    }

    /// <summary>The number of users with held-out interactions.</summary>
    public int UserCount { get; }

    /// <summary>The number of places in a user's list.</summary>
    public int Length { get; }

    /// <summary>The number of places that candidates take; the held-out items that were no candidates follow.</summary>
    public int CandidateCount { get; private init; }

    /// <summary>The number of spaces.</summary>
    public int SpaceCount { get; }

    /// <summary>The scaled scores: [users, length, spaces].</summary>
    public float[] Scores { get; }

    /// <summary>Whether the item at a place is held out: [users, length].</summary>
    public bool[] IsPositive { get; }

    /// <summary>Whether there is an item at a place: [users, length].</summary>
    public bool[] IsValid { get; }

    /// <summary>The log of one plus the number of interactions of the item at a place: [users, length].</summary>
    public float[] LogPopularity { get; }

    /// <summary>The log of one plus the user's number of interactions: [users].</summary>
    public float[] LogActivity { get; }

    /// <summary>The number of each user's held-out items: [users].</summary>
    public int[] PositiveCount { get; }

    /// <summary>Collects the lists.</summary>
    /// <param name="model">The spaces, and the weights by which the candidates are chosen.</param>
    /// <param name="interactions">The interactions that the spaces were trained on.</param>
    /// <param name="heldOut">The interactions that they were not trained on.</param>
    /// <param name="candidates">The number of candidates of each user.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static RankingLists Collect(AttentionModel model, InteractionMatrix interactions, InteractionMatrix heldOut, int candidates, int threads, CancellationToken cancellationToken)
    {
        var users = Enumerable.Range(0, heldOut.UserCount).Where(user => heldOut.GetCount(user) > 0).ToArray();
        int mostPositives = users.Max(heldOut.GetCount);
        int candidateCount = Math.Min(candidates, model.ItemCount);
        var lists = new RankingLists(users.Length, candidateCount + mostPositives, model.Spaces.Count) { CandidateCount = candidateCount };
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, users.Length, options, n => lists.Fill(n, users[n], model, interactions, heldOut.GetItems(users[n])));
        return lists;
    }

    /// <summary>NDCG plus recall at N of every user for given scores of all places; a held-out item that is no candidate counts as missed.</summary>
    /// <param name="score">Fills the scores of one user's places.</param>
    /// <param name="topN">The length N of the lists.</param>
    /// <param name="threads">The number of threads.</param>
    public double[] Judge(ListScorer score, int topN, int threads)
    {
        var values = new double[UserCount];
        Parallel.For(0, UserCount, new ParallelOptions { MaxDegreeOfParallelism = threads }, user =>
        {
            var buffer = ArrayPool<float>.Shared.Rent(Length);
            var scores = buffer.AsSpan(0, Length);
            score(user, scores);
            values[user] = Judge(user, scores, topN);
            ArrayPool<float>.Shared.Return(buffer);
        });
        return values;
    }

    /// <summary>NDCG plus recall at N of one user's list.</summary>
    public double Judge(int user, ReadOnlySpan<float> scores, int topN)
    {
        Span<int> places = stackalloc int[Math.Min(topN, CandidateCount)];
        Span<float> best = stackalloc float[places.Length];
        var selector = new TopNSelector(places, best);
        for (int place = 0; place < CandidateCount; place++)
        {
            if (IsValid[user * Length + place])
            {
                selector.Add(place, scores[place]);
            }
        }

        int found = selector.Complete();
        int hits = 0;
        double gain = 0;
        for (int n = 0; n < found; n++)
        {
            if (IsPositive[user * Length + places[n]])
            {
                hits++;
                gain += 1 / Math.Log2(n + 2);
            }
        }

        double ideal = 0;
        for (int n = 0; n < Math.Min(topN, PositiveCount[user]); n++)
        {
            ideal += 1 / Math.Log2(n + 2);
        }

        return gain / ideal + (double)hits / PositiveCount[user];
    }

    private void Fill(int row, int user, AttentionModel model, InteractionMatrix interactions, ReadOnlySpan<int> positives)
    {
        var query = model.CreateQuery();
        model.Prepare(query, interactions, user);
        LogActivity[row] = query.LogActivity;
        PositiveCount[row] = positives.Length;
        var items = new int[Length];
        int found = new Retriever(model, interactions).Retrieve(query, items.AsSpan(0, CandidateCount), new float[CandidateCount]);
        var candidates = items.AsSpan(0, found);
        for (int place = 0; place < found; place++)
        {
            Set(row, place, items[place], positives.BinarySearch(items[place]) >= 0, interactions);
        }

        // The held-out items that are no candidates teach the network too, though no list of length N can hold them.
        int last = CandidateCount;
        foreach (int positive in positives)
        {
            if (!candidates.Contains(positive))
            {
                items[last] = positive;
                Set(row, last++, positive, isPositive: true, interactions);
            }
        }

        var scores = new float[Length];
        for (int r = 0; r < SpaceCount; r++)
        {
            model.Spaces[r].Score(new UserView(query.Vectors[r].Span, query.Items), items, scores);
            TensorPrimitives.Multiply(scores, model.Scales[r], scores);
            for (int place = 0; place < Length; place++)
            {
                Scores[((long)row * Length + place) * SpaceCount + r] = scores[place];
            }
        }
    }

    private void Set(int row, int place, int item, bool isPositive, InteractionMatrix interactions)
    {
        IsValid[row * Length + place] = true;
        IsPositive[row * Length + place] = isPositive;
        LogPopularity[row * Length + place] = MathF.Log(1 + interactions.Transposed.GetCount(item));
    }
}

/// <summary>Fills the scores of all places of one user's list.</summary>
internal delegate void ListScorer(int user, Span<float> scores);
