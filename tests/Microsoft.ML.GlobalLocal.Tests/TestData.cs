namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>Small data whose right answers are known.</summary>
internal static class TestData
{
    /// <summary>
    /// Blocks of users who like the same items: each user has all items of its block but one, another one for each user, which is the right
    /// answer for it.
    /// </summary>
    public static InteractionMatrix Blocks(int blocks, int usersPerBlock, int itemsPerBlock)
    {
        var users = new List<int>();
        var items = new List<int>();
        for (int user = 0; user < blocks * usersPerBlock; user++)
        {
            for (int n = 0; n < itemsPerBlock; n++)
            {
                int item = user / usersPerBlock * itemsPerBlock + n;
                if (item != MissingItem(user, usersPerBlock, itemsPerBlock))
                {
                    users.Add(user);
                    items.Add(item);
                }
            }
        }

        return InteractionMatrix.FromPairs([.. users], [.. items], blocks * usersPerBlock, blocks * itemsPerBlock);
    }

    /// <summary>The one item of its block that a user of <see cref="Blocks"/> does not have.</summary>
    public static int MissingItem(int user, int usersPerBlock, int itemsPerBlock) =>
        user / usersPerBlock * itemsPerBlock + user % usersPerBlock % itemsPerBlock;

    /// <summary>Random interactions, at least one for every user.</summary>
    public static InteractionMatrix Random(int userCount, int itemCount, int perUser, int seed)
    {
        var random = new Random(seed);
        var users = new List<int>();
        var items = new List<int>();
        for (int user = 0; user < userCount; user++)
        {
            for (int n = 0; n < perUser; n++)
            {
                users.Add(user);
                items.Add(random.Next(itemCount));
            }
        }

        return InteractionMatrix.FromPairs([.. users], [.. items], userCount, itemCount);
    }

    /// <summary>A space of random vectors.</summary>
    public static VectorSpace RandomSpace(string name, int userCount, int itemCount, int dimension, VectorSimilarity similarity, int seed)
    {
        var random = new Random(seed);
        return new VectorSpace(name, dimension, Vectors(userCount), Vectors(itemCount), similarity);

        float[] Vectors(int count)
        {
            var table = new float[count * dimension];
            for (int n = 0; n < table.Length; n++)
            {
                table[n] = random.NextSingle() - 0.5f;
            }

            return table;
        }
    }

    /// <summary>Ids <c>prefix0</c>, <c>prefix1</c>, ...</summary>
    public static IdTable Ids(string kind, string prefix, int count) =>
        new(kind, Enumerable.Range(0, count).Select(n => $"{prefix}{n}"));
}
