namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Users and items clustered together: a mixture of K subgroups, in which an interaction of user u and item i belongs to subgroup z with a
/// probability in proportion to p(z) p(u | z) p(i | z), fitted by expectation maximisation from a random start.
/// </summary>
/// <remarks>Hofmann, Puzicha: Latent class models for collaborative filtering, IJCAI 1999.</remarks>
internal sealed class CoClusters
{
    private const int Iterations = 50;

    // Added to every expected number, so that no share is lost for good.
    private const double Smoothing = 1e-3;

    private readonly bool[] _users;
    private readonly bool[] _items;
    private readonly int _count;

    private CoClusters(bool[] users, bool[] items, int count)
    {
        _users = users;
        _items = items;
        _count = count;
    }

    /// <summary>Fits the mixture.</summary>
    /// <param name="interactions">The users' items.</param>
    /// <param name="count">The number K of subgroups.</param>
    /// <param name="leastShare">The least share of its interactions by which a user or an item belongs to a subgroup; it always belongs to the one with the largest.</param>
    /// <param name="seed">The seed of the start.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CoClusters Fit(InteractionMatrix interactions, int count, float leastShare, int seed, CancellationToken cancellationToken)
    {
        var (users, items) = (new double[interactions.UserCount * count], new double[interactions.ItemCount * count]);
        var (newUsers, newItems) = (new double[users.Length], new double[items.Length]);
        var random = new Random(seed);
        for (int n = 0; n < items.Length; n++)
        {
            items[n] = 0.5 + random.NextDouble();
        }

        Array.Fill(users, 1);
        var sums = new double[count];
        Array.Fill(sums, 1);
        var shares = new double[count];
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Array.Fill(newUsers, Smoothing);
            Array.Fill(newItems, Smoothing);
            var newSums = new double[count];
            for (int user = 0; user < interactions.UserCount; user++)
            {
                foreach (int item in interactions.GetItems(user))
                {
                    double sum = 0;
                    for (int z = 0; z < count; z++)
                    {
                        // Expected numbers: p(z) p(u | z) p(i | z) = (N_z / N) (N_uz / N_z) (N_iz / N_z).
                        shares[z] = users[user * count + z] * items[item * count + z] / sums[z];
                        sum += shares[z];
                    }

                    for (int z = 0; z < count; z++)
                    {
                        double share = shares[z] / sum;
                        newUsers[user * count + z] += share;
                        newItems[item * count + z] += share;
                        newSums[z] += share + Smoothing;
                    }
                }
            }

            (users, newUsers) = (newUsers, users);
            (items, newItems) = (newItems, items);
            sums = newSums;
        }

        return new CoClusters(GetMembers(users, count, leastShare), GetMembers(items, count, leastShare), count);
    }

    /// <summary>Whether a user belongs to a subgroup.</summary>
    public bool HasUser(int user, int subgroup) => _users[user * _count + subgroup];

    /// <summary>Whether an item belongs to a subgroup.</summary>
    public bool HasItem(int item, int subgroup) => _items[item * _count + subgroup];

    private static bool[] GetMembers(double[] numbers, int count, float leastShare)
    {
        var members = new bool[numbers.Length];
        for (int start = 0; start < numbers.Length; start += count)
        {
            var row = numbers.AsSpan(start, count);
            double sum = 0;
            int first = 0;
            for (int z = 0; z < count; z++)
            {
                sum += row[z];
                first = row[z] > row[first] ? z : first;
            }

            for (int z = 0; z < count; z++)
            {
                members[start + z] = z == first || row[z] >= leastShare * sum;
            }
        }

        return members;
    }
}
