using System.Numerics.Tensors;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Solves for one column of the matrix of <see cref="SparseLinearTrainer"/> after the other, and keeps the memory that they need: the weights w of some
/// candidates for an item that minimise |a_j - C w|^2 + r |w|^2 and are not negative, where a_j are the item's users and C those of the candidates.
/// </summary>
/// <param name="interactions">The users' items.</param>
/// <param name="maximumCandidates">The most candidates that an item has.</param>
internal sealed class SparseLinearColumn(InteractionMatrix interactions, int maximumCandidates)
{
    private const int MaximumPasses = 50;
    private const float Tolerance = 1e-4f;

    private readonly InteractionMatrix _users = interactions.Transposed;

    // G = C^T C, row after row, and behind it C^T a_j.
    private readonly float[] _gram = new float[(maximumCandidates + 1) * maximumCandidates];
    private readonly float[] _products = new float[maximumCandidates];
    private readonly float[] _weights = new float[maximumCandidates];

    // Of each user the candidates that are its items, as a list whose last link is here, from 1 on; 0: none.
    private readonly int[] _lastLink = new int[interactions.UserCount];
    private int[] _linkBefore = new int[1024];
    private int[] _slotOfLink = new int[1024];

    /// <summary>Solves for one column.</summary>
    /// <param name="item">The item.</param>
    /// <param name="candidates">The items that may have a weight for it; it is not among them.</param>
    /// <param name="regularization">The weight r of the squared weights, above 0.</param>
    /// <returns>The candidates with a weight, in their order, and their weights.</returns>
    public (int[] Items, float[] Weights) Solve(int item, ReadOnlySpan<int> candidates, float regularization)
    {
        int count = candidates.Length;
        CountSharedUsers(item, candidates);
        var weights = _weights.AsSpan(0, count);
        Descend(_gram.AsSpan(0, count * count), _gram.AsSpan(count * count, count), weights, regularization);

        int kept = count - weights.Count(0f);
        var items = new int[kept];
        var values = new float[kept];
        for (int slot = 0, n = 0; slot < count; slot++)
        {
            if (weights[slot] > 0)
            {
                (items[n], values[n++]) = (candidates[slot], weights[slot]);
            }
        }

        return (items, values);
    }

    /// <summary>Fills the matrix: candidate after candidate and last the item, each with those before it that its users have too.</summary>
    private void CountSharedUsers(int item, ReadOnlySpan<int> candidates)
    {
        int count = candidates.Length;
        var gram = _gram.AsSpan(0, (count + 1) * count);
        gram.Clear();
        int links = 0;
        for (int slot = 0; slot <= count; slot++)
        {
            var row = gram.Slice(slot * count, count);
            var users = _users.GetItems(slot < count ? candidates[slot] : item);
            Reserve(links + users.Length + 1);
            foreach (int user in users)
            {
                for (int link = _lastLink[user]; link > 0; link = _linkBefore[link])
                {
                    row[_slotOfLink[link]]++;
                }

                if (slot < count)
                {
                    links++;
                    (_linkBefore[links], _slotOfLink[links], _lastLink[user]) = (_lastLink[user], slot, links);
                }
            }
        }

        for (int slot = 0; slot < count; slot++)
        {
            var users = _users.GetItems(candidates[slot]);
            gram[slot * count + slot] = users.Length;
            for (int other = 0; other < slot; other++)
            {
                gram[other * count + slot] = gram[slot * count + other];
            }

            foreach (int user in users)
            {
                _lastLink[user] = 0;
            }
        }
    }

    /// <summary>Coordinate descent: each weight in turn becomes the best one for the others, until none changes by much.</summary>
    private void Descend(ReadOnlySpan<float> gram, ReadOnlySpan<float> target, Span<float> weights, float regularization)
    {
        int count = weights.Length;
        weights.Clear();
        var products = _products.AsSpan(0, count);
        products.Clear();
        float largest = float.PositiveInfinity;
        for (int pass = 0; pass < MaximumPasses && largest > Tolerance; pass++)
        {
            largest = 0;
            for (int slot = 0; slot < count; slot++)
            {
                float diagonal = gram[slot * count + slot];
                float weight = MathF.Max(0, target[slot] - products[slot] + diagonal * weights[slot]) / (diagonal + regularization);
                float change = weight - weights[slot];
                if (change != 0)
                {
                    weights[slot] = weight;
                    TensorPrimitives.MultiplyAdd(gram.Slice(slot * count, count), change, products, products);
                    largest = MathF.Max(largest, MathF.Abs(change));
                }
            }
        }
    }

    private void Reserve(int links)
    {
        if (links > _slotOfLink.Length)
        {
            int length = Math.Max(links, 2 * _slotOfLink.Length);
            Array.Resize(ref _linkBefore, length);
            Array.Resize(ref _slotOfLink, length);
        }
    }
}
