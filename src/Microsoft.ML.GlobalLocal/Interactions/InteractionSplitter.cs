using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Splits interactions into a part to train on and a part held out. A view of any schema is split by its two id columns (text, keys or whole
/// numbers) and keeps all its columns. What is drawn are distinct pairs of a user and an item, so repeated rows end up on the same side; and
/// every user keeps at least one pair to train on.
/// </summary>
/// <remarks>
/// A random draw depends on nothing but the ids and the seed: neither on the order of the rows nor on how the ids are stored. So another process
/// can repeat it.
/// </remarks>
public static class InteractionSplitter
{
    /// <summary>Holds out a random share of all interactions.</summary>
    /// <param name="data">The interactions.</param>
    /// <param name="fraction">The share held out, between 0 and 1, both excluded. Where users with few items keep theirs, the others give more.</param>
    /// <param name="seed">The seed of the draw. Default 0.</param>
    /// <param name="userColumnName">The users' column.</param>
    /// <param name="itemColumnName">The items' column.</param>
    /// <exception cref="ArgumentException">A column is missing or holds no ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> is not between 0 and 1.</exception>
    public static InteractionSplit HoldOutFraction(IDataView data, double fraction, int seed = 0, string userColumnName = "User", string itemColumnName = "Item")
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The share that is held out must lie between 0 and 1.");
        }

        var pairs = InteractionPairs.Read(data, userColumnName, itemColumnName);
        var order = Draw(pairs, seed);
        var left = pairs.Pairs.GroupBy(pair => pair.User).ToDictionary(group => group.Key, group => group.Count());
        var heldOut = new bool[pairs.Pairs.Count];
        int wanted = (int)Math.Round(fraction * heldOut.Length);
        foreach (int pair in Enumerable.Range(0, heldOut.Length).OrderBy(pair => order[pair]))
        {
            string user = pairs.Pairs[pair].User;
            if (wanted > 0 && left[user] > 1)
            {
                heldOut[pair] = true;
                left[user]--;
                wanted--;
            }
        }

        return Split(data, pairs, heldOut);
    }

    /// <summary>Holds out a number of random items of every user.</summary>
    /// <param name="data">The interactions.</param>
    /// <param name="count">The number of items per user, at least 1. A user with n distinct items gives at most n - 1: one with a single item gives none.</param>
    /// <param name="seed">The seed of the draw. Default 0.</param>
    /// <param name="userColumnName">The users' column.</param>
    /// <param name="itemColumnName">The items' column.</param>
    /// <exception cref="ArgumentException">A column is missing or holds no ids.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static InteractionSplit HoldOutPerUser(IDataView data, int count, int seed = 0, string userColumnName = "User", string itemColumnName = "Item")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var pairs = InteractionPairs.Read(data, userColumnName, itemColumnName);
        return HoldOutFirst(data, pairs, count, Draw(pairs, seed));
    }

    /// <summary>Holds out the latest items of every user; an item's time is that of its latest row, and of equal times the later row is later.</summary>
    /// <param name="data">The interactions.</param>
    /// <param name="count">The number of items per user, at least 1. A user with n distinct items gives at most n - 1: one with a single item gives none.</param>
    /// <param name="userColumnName">The users' column.</param>
    /// <param name="itemColumnName">The items' column.</param>
    /// <param name="timeColumnName">The column of times: numbers or dates.</param>
    /// <exception cref="ArgumentException">A column is missing, holds no ids, or a row has no time.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 1.</exception>
    public static InteractionSplit HoldOutLast(IDataView data, int count = 1, string userColumnName = "User", string itemColumnName = "Item", string timeColumnName = "Time")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var pairs = InteractionPairs.Read(data, userColumnName, itemColumnName, timeColumnName);
        var latest = new (double Time, int Row)[pairs.Pairs.Count];
        Array.Fill(latest, (double.NegativeInfinity, -1));
        for (int row = 0; row < pairs.RowPairs.Count; row++)
        {
            ref var time = ref latest[pairs.RowPairs[row]];
            time = pairs.RowTimes[row] >= time.Time ? (pairs.RowTimes[row], row) : time;
        }

        return HoldOutFirst(data, pairs, count, [.. latest.Select(time => (-time.Time, -time.Row))]);
    }

    /// <summary>Takes test interactions that are given: training has all others. Rows of <paramref name="data"/> whose pair is in <paramref name="test"/> are left out of training.</summary>
    /// <param name="data">The interactions to train on; may contain those of the test.</param>
    /// <param name="test">The interactions held out; only its two id columns must be those of <paramref name="data"/>.</param>
    /// <param name="userColumnName">The users' column, of both.</param>
    /// <param name="itemColumnName">The items' column, of both.</param>
    /// <exception cref="ArgumentException">A column is missing or holds no ids, or a user would lose all its training items.</exception>
    public static InteractionSplit HoldOutGiven(IDataView data, IDataView test, string userColumnName = "User", string itemColumnName = "Item")
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(test);
        var pairs = InteractionPairs.Read(data, userColumnName, itemColumnName);
        var given = InteractionPairs.Read(test, userColumnName, itemColumnName);
        var heldOut = pairs.Pairs.Select(given.Contains).ToArray();
        if (pairs.ByUser().FirstOrDefault(own => own.All(pair => heldOut[pair])) is { } lost)
        {
            throw new ArgumentException(
                $"All items of user '{pairs.Pairs[lost[0]].User}' are in the test data, so there is nothing to train on for it. Leave at least one of them out of the test data, or leave the user out of the training data.", nameof(test));
        }

        return Split(data, pairs, heldOut) with { Test = test };
    }

    /// <summary>
    /// Holds out a random share of every user's items, for validation. A user's number is rounded up or down at random, so that the shares of many
    /// small users add up; everyone keeps at least one item.
    /// </summary>
    /// <param name="interactions">The interactions.</param>
    /// <param name="share">The share held out, in [0, 1].</param>
    /// <param name="seed">The seed of the draw.</param>
    internal static (InteractionMatrix Train, InteractionMatrix HeldOut) HoldOutShare(InteractionMatrix interactions, double share, int seed)
    {
        var random = new Random(seed);
        var heldOut = new bool[interactions.Count];
        int start = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            int count = interactions.GetCount(user);
            int wanted = Math.Min((int)Math.Floor(share * count + random.NextDouble()), count - 1);
            for (int n = 0; n < count && wanted > 0; n++)
            {
                // Each item is taken with the probability that leaves exactly the wanted number (selection sampling).
                if (random.Next(count - n) < wanted)
                {
                    heldOut[start + n] = true;
                    wanted--;
                }
            }

            start += count;
        }

        int next = 0;
        var train = interactions.Where((_, _) => !heldOut[next++]);
        next = 0;
        return (train, interactions.Where((_, _) => heldOut[next++]));
    }

    /// <summary>
    /// Deals every user's items at random into parts of equal size and holds out each of the first parts in turn, for validation. Where a user has
    /// fewer items than there are parts, chance decides which parts get one; a user with one item keeps it.
    /// </summary>
    /// <param name="interactions">The interactions.</param>
    /// <param name="parts">The number of parts, at least 2.</param>
    /// <param name="rounds">The number of parts that are held out, one after the other; at most <paramref name="parts"/>.</param>
    /// <param name="seed">The seed of the draw.</param>
    internal static (InteractionMatrix Train, InteractionMatrix HeldOut)[] HoldOutParts(InteractionMatrix interactions, int parts, int rounds, int seed)
    {
        var random = new Random(seed);
        var partOf = new int[interactions.Count];
        int start = 0;
        for (int user = 0; user < interactions.UserCount; user++)
        {
            int count = interactions.GetCount(user);
            var own = partOf.AsSpan(start, count);
            int first = random.Next(parts);
            for (int n = 0; n < count; n++)
            {
                own[n] = count == 1 ? parts : (first + n) % parts;
            }

            random.Shuffle(own);
            start += count;
        }

        return [.. Enumerable.Range(0, rounds).Select(round =>
        {
            int next = 0;
            var train = interactions.Where((_, _) => partOf[next++] != round);
            next = 0;
            return (train, interactions.Where((_, _) => partOf[next++] == round));
        })];
    }

    private static InteractionSplit HoldOutFirst<TKey>(IDataView data, InteractionPairs pairs, int count, TKey[] order)
    {
        var heldOut = new bool[pairs.Pairs.Count];
        foreach (var own in pairs.ByUser())
        {
            foreach (int pair in own.OrderBy(pair => order[pair]).Take(Math.Min(count, own.Length - 1)))
            {
                heldOut[pair] = true;
            }
        }

        return Split(data, pairs, heldOut);
    }

    private static InteractionSplit Split(IDataView data, InteractionPairs pairs, bool[] heldOut)
    {
        var rows = pairs.RowPairs.Select(pair => heldOut[pair]).ToArray();
        return new InteractionSplit(new RowSubsetView(data, rows, mark: false), new RowSubsetView(data, rows, mark: true));
    }

    /// <summary>A random number per pair that is a function of the ids and the seed alone.</summary>
    private static UInt128[] Draw(InteractionPairs pairs, int seed)
    {
        var numbers = new UInt128[pairs.Pairs.Count];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        for (int n = 0; n < numbers.Length; n++)
        {
            var (user, item) = pairs.Pairs[n];
            // The length keeps ("ab", "c") and ("a", "bc") apart.
            SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed} {user.Length} {user}{item}")), hash);
            numbers[n] = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        }

        return numbers;
    }
}
