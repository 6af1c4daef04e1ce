using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Draws from the local triplet sets of the paper. The clusters nearest to a user in a global space are its candidate clusters; both items of a
/// triplet lie in them, and the triplet is hard: within one cluster the negative is nearer to the user than the positive (Eq. 5, intra), between
/// two clusters the negative's centroid is nearer than the positive's (Eq. 6, inter). All distances are Euclidean.
/// </summary>
public sealed class LocalTripletSampler : TripletSampler
{
    private const int MaximumTries = 16;

    private readonly ClusteringIndex _index;
    private readonly int _candidateClusters;
    private readonly int[] _candidates;
    private readonly float[] _distances;

    /// <summary>Makes a sampler and finds the candidate clusters of every user.</summary>
    /// <param name="interactions">All known interactions: none of them is a negative.</param>
    /// <param name="index">The M clusters of a global space; the space has the users and items of the interactions.</param>
    /// <param name="candidateClusters">The number J of candidate clusters of a user, from 1 to M; with 1 there are intra triplets only.</param>
    /// <param name="seed">The seed of all calls.</param>
    /// <param name="tripletsPerInteraction">How often every interaction is tried as a positive in one call, at least 1. Default 1.</param>
    /// <param name="positives">Those of the interactions that are positives; default: all.</param>
    /// <exception cref="ArgumentException">The index, or <paramref name="positives"/>, has other users or items than the interactions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="candidateClusters"/> is below 1 or above M; <paramref name="tripletsPerInteraction"/> is below 1, or gives more triplets than an
    /// array holds.
    /// </exception>
    public LocalTripletSampler(InteractionMatrix interactions, ClusteringIndex index, int candidateClusters, int seed, int tripletsPerInteraction = 1, InteractionMatrix? positives = null)
        : base(interactions, seed, tripletsPerInteraction, positives)
    {
        ArgumentNullException.ThrowIfNull(index);
        if (index.Space.UserCount != interactions.UserCount || index.Space.ItemCount != interactions.ItemCount)
        {
            throw new ArgumentException($"The index is over {index.Space.UserCount} users and {index.Space.ItemCount} items; the interactions have {interactions.UserCount} and {interactions.ItemCount}.", nameof(index));
        }

        if (candidateClusters < 1 || candidateClusters > index.ClusterCount)
        {
            throw new ArgumentOutOfRangeException(nameof(candidateClusters), candidateClusters, $"The number J of candidate clusters must lie between 1 and the index's M = {index.ClusterCount}.");
        }

        _index = index;
        _candidateClusters = candidateClusters;
        _candidates = new int[interactions.UserCount * candidateClusters];
        _distances = new float[_candidates.Length];
        for (int user = 0; user < interactions.UserCount; user++)
        {
            FindCandidates(user);
        }
    }

    /// <summary>The number of intra triplets (Eq. 5) of the last call of <see cref="TripletSampler.Sample"/>.</summary>
    public int IntraCount { get; private set; }

    /// <summary>The number of inter triplets (Eq. 6) of the last call of <see cref="TripletSampler.Sample"/>.</summary>
    public int InterCount { get; private set; }

    /// <summary>
    /// How many positives of the last call of <see cref="TripletSampler.Sample"/> gave no triplet: they lie in no candidate cluster, or no
    /// hard negative was found.
    /// </summary>
    public int MissedCount { get; private set; }

    /// <summary>The candidate clusters of a user, nearest first.</summary>
    /// <param name="user">The user's index.</param>
    public ReadOnlySpan<int> GetCandidateClusters(int user) => _candidates.AsSpan(user * _candidateClusters, _candidateClusters);

    /// <inheritdoc/>
    protected override int Draw(Span<Triplet> triplets)
    {
        IntraCount = InterCount = 0;
        for (int user = 0; user < Interactions.UserCount; user++)
        {
            foreach (int positive in Positives.GetItems(user))
            {
                int rank = GetCandidateClusters(user).IndexOf(_index.GetCluster(positive));
                for (int n = 0; n < TripletsPerInteraction && rank >= 0; n++)
                {
                    // Both sets have the same chance; a positive that is hard in one of them only is drawn from that one.
                    bool intraFirst = Random.Next(2) == 0;
                    if ((intraFirst && TryDrawIntra(user, positive, rank, out int negative))
                        || TryDrawInter(user, rank, out negative)
                        || (!intraFirst && TryDrawIntra(user, positive, rank, out negative)))
                    {
                        triplets[IntraCount + InterCount] = new Triplet(user, positive, negative);
                        bool intra = _index.GetCluster(negative) == _index.GetCluster(positive);
                        IntraCount += intra ? 1 : 0;
                        InterCount += intra ? 0 : 1;
                    }
                }
            }
        }

        MissedCount = MaximumCount - IntraCount - InterCount;
        return IntraCount + InterCount;
    }

    private void FindCandidates(int user)
    {
        int start = user * _candidateClusters;
        var selector = new TopNSelector(_candidates.AsSpan(start, _candidateClusters), _distances.AsSpan(start, _candidateClusters));
        for (int cluster = 0; cluster < _index.ClusterCount; cluster++)
        {
            selector.Add(cluster, -TensorPrimitives.Distance(_index.Space.GetUserVector(user), _index.GetCentroid(cluster)));
        }

        selector.Complete();
        TensorPrimitives.Negate(_distances.AsSpan(start, _candidateClusters), _distances.AsSpan(start, _candidateClusters));
    }

    private bool TryDrawIntra(int user, int positive, int rank, out int negative)
    {
        var items = _index.GetItems(GetCandidateClusters(user)[rank]);
        var vector = _index.Space.GetUserVector(user);
        float positiveDistance = TensorPrimitives.Distance(vector, _index.Space.GetItemVector(positive));
        for (int n = 0; n < MaximumTries; n++)
        {
            negative = items[Random.Next(items.Length)];
            if (TensorPrimitives.Distance(vector, _index.Space.GetItemVector(negative)) < positiveDistance && !Interactions.Contains(user, negative))
            {
                return true;
            }
        }

        negative = -1;
        return false;
    }

    /// <summary>Draws uniformly from the items of all candidate clusters that are nearer than the positive's: each is hard unless it is a positive.</summary>
    private bool TryDrawInter(int user, int rank, out int negative)
    {
        var clusters = GetCandidateClusters(user);
        var distances = _distances.AsSpan(user * _candidateClusters, _candidateClusters);
        int total = 0;
        for (int nearer = 0; distances[nearer] < distances[rank]; nearer++)
        {
            total += _index.GetItems(clusters[nearer]).Length;
        }

        for (int n = 0; n < MaximumTries && total > 0; n++)
        {
            int offset = Random.Next(total);
            int cluster = 0;
            while (offset >= _index.GetItems(clusters[cluster]).Length)
            {
                offset -= _index.GetItems(clusters[cluster++]).Length;
            }

            negative = _index.GetItems(clusters[cluster])[offset];
            if (!Interactions.Contains(user, negative))
            {
                return true;
            }
        }

        negative = -1;
        return false;
    }
}
