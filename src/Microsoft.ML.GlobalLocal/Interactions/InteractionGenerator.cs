using System.Globalization;
using System.Text;

namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// Makes up interactions of a known size and structure: to try a pipeline, a machine or a service at a size that no own data has yet. They are no
/// substitute for real data where quality is judged. Immutable and thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Every user and every item occurs, no pair does twice, and there are exactly as many interactions as asked for. How many a user has is log-normal.
/// Items are popular by a power law: the item of rank r is drawn in proportion to r^-0.7. Items and users are in latent groups, a user in one; of its
/// interactions about six tenths are with items of that group, two tenths with those of another one that is drawn for the user, and the others with
/// any. Ids and index tell nothing of popularity or group.
/// </para>
/// <para>
/// Interactions are made user by user as they are read, in memory that grows with the numbers of users and items alone. The same options give the same
/// interactions, in the same order.
/// </para>
/// </remarks>
public sealed class InteractionGenerator
{
    private const double PopularityExponent = 0.7;
    private const double ActivityDeviation = 1;
    private const double MainGroupShare = 0.6;
    private const double SecondGroupShare = 0.2;

    // Then the user has most of what it would draw, and takes the next item that it does not have.
    private const int MaximumDraws = 8;

    private readonly Options _options;
    private readonly int[] _counts;
    private readonly int[] _groups;
    private readonly int[] _itemsByRank;
    private readonly int _seed;

    /// <summary>Prepares the users and items.</summary>
    /// <param name="options">What to make.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range, or the interactions are fewer than the users or items, or more than there are pairs.</exception>
    public InteractionGenerator(Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Check(options);
        _options = options;
        var random = new Random(options.Seed);
        _groups = new int[options.Users];
        foreach (ref int group in _groups.AsSpan())
        {
            group = random.Next(options.Groups);
        }

        _itemsByRank = [.. Enumerable.Range(0, options.Items)];
        random.Shuffle(_itemsByRank);
        _counts = ShareOut(options, random);
        _seed = random.Next();
    }

    /// <summary>The latent group of a user.</summary>
    /// <param name="user">The user's index, from 0.</param>
    public int GetGroup(int user) => _groups[user];

    /// <summary>Makes the interactions, all of a user before those of the next.</summary>
    public IEnumerable<(int User, int Item)> Generate()
    {
        var random = new Random(_seed);
        var lastUser = new int[_options.Items];
        lastUser.AsSpan().Fill(-1);
        long made = 0;
        for (int user = 0; user < _options.Users; user++)
        {
            int second = random.Next(_options.Groups);

            // So that every item occurs, each belongs to one of the places, evenly spread.
            long covered = GetFirstCovered(made);
            long end = GetFirstCovered(made + _counts[user]);
            long ownPlaces = end - covered;
            for (; covered < end; covered++)
            {
                lastUser[covered] = user;
                yield return (user, (int)covered);
            }

            for (long n = ownPlaces; n < _counts[user]; n++)
            {
                int item = Draw(random, user, second, lastUser);
                lastUser[item] = user;
                yield return (user, item);
            }

            made += _counts[user];
        }
    }

    /// <summary>Makes the interactions in memory.</summary>
    public InteractionMatrix CreateMatrix()
    {
        var starts = new int[_options.Users + 1];
        for (int user = 0; user < _options.Users; user++)
        {
            starts[user + 1] = starts[user] + _counts[user];
        }

        var items = new int[_options.Interactions];
        int made = 0;
        foreach (var (_, item) in Generate())
        {
            items[made++] = item;
        }

        for (int user = 0; user < _options.Users; user++)
        {
            items.AsSpan(starts[user], _counts[user]).Sort();
        }

        return InteractionMatrix.FromRows(starts, items, _options.Items);
    }

    /// <summary>
    /// Writes the interactions to a text file: a header <c>user</c>, <c>item</c>, and a line for each, with the ids <c>u0</c>, <c>u1</c>, ... and <c>i0</c>,
    /// <c>i1</c>, ... by index. They are written as they are made, to a file beside the target that takes its place once it is whole.
    /// <see cref="InteractionLoader"/> reads it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="delimiter">What separates the columns. Default: a tab.</param>
    /// <param name="cancellationToken">Stops the writing; an old file stays.</param>
    /// <exception cref="ArgumentException">The delimiter is a letter, a digit, a quote or a line end.</exception>
    /// <exception cref="IOException">The file could not be written.</exception>
    public void Write(string path, char delimiter = '\t', CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (char.IsAsciiLetterOrDigit(delimiter) || delimiter is '"' or '\r' or '\n' or '\0')
        {
            throw new ArgumentException("A letter, a digit, a quote or a line end cannot separate the columns; use a tab, a comma or the like.", nameof(delimiter));
        }

        WholeFile.Write(path, stream =>
        {
            using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true);
            writer.Write($"user{delimiter}item\n");
            Span<char> line = stackalloc char[32];
            foreach (var (user, item) in Generate())
            {
                cancellationToken.ThrowIfCancellationRequested();
                line.TryWrite(CultureInfo.InvariantCulture, $"u{user}{delimiter}i{item}\n", out int length);
                writer.Write(line[..length]);
            }
        });
    }

    /// <summary>Every user has one interaction at least and the number of items at most; the others are shared out by activity.</summary>
    private static int[] ShareOut(Options options, Random random)
    {
        var activity = new double[options.Users];
        foreach (ref double value in activity.AsSpan())
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            value = Math.Exp(ActivityDeviation * normal);
        }

        var counts = new int[options.Users];
        counts.AsSpan().Fill(1);
        long left = options.Interactions - options.Users;
        while (left > 0)
        {
            double total = 0;
            for (int user = 0; user < counts.Length; user++)
            {
                total += counts[user] < options.Items ? activity[user] : 0;
            }

            double exact = 0;
            long planned = 0;
            long given = 0;
            for (int user = 0; user < counts.Length; user++)
            {
                if (counts[user] < options.Items)
                {
                    exact += left * (activity[user] / total);
                    int share = (int)Math.Min((long)Math.Round(exact) - planned, options.Items - counts[user]);
                    planned = (long)Math.Round(exact);
                    counts[user] += share;
                    given += share;
                }
            }

            left -= given;
        }

        return counts;
    }

    /// <summary>The first item whose place is not before a given one; item n has place n * interactions / items.</summary>
    private long GetFirstCovered(long place) => (place * _options.Items + _options.Interactions - 1) / _options.Interactions;

    private int Draw(Random random, int user, int secondGroup, int[] lastUser)
    {
        int rank = DrawRank(random, _groups[user], secondGroup);
        for (int draws = 1; lastUser[_itemsByRank[rank]] == user; draws++)
        {
            rank = draws < MaximumDraws ? DrawRank(random, _groups[user], secondGroup) : (rank + 1) % _options.Items;
        }

        return _itemsByRank[rank];
    }

    private int DrawRank(Random random, int mainGroup, int secondGroup)
    {
        double choice = random.NextDouble();
        if (choice >= MainGroupShare + SecondGroupShare)
        {
            return DrawByPowerLaw(random, _options.Items);
        }

        // The groups take the ranks in turn, so that each has popular items and rare ones.
        int group = choice < MainGroupShare ? mainGroup : secondGroup;
        int members = (_options.Items - group + _options.Groups - 1) / _options.Groups;
        return DrawByPowerLaw(random, members) * _options.Groups + group;
    }

    /// <summary>A number below a bound, with a density in proportion to its power.</summary>
    private static int DrawByPowerLaw(Random random, int bound) =>
        Math.Min((int)(bound * Math.Pow(random.NextDouble(), 1 / (1 - PopularityExponent))), bound - 1);

    private static void Check(Options options)
    {
        OptionCheck.AtLeast(options.Users, 1, nameof(Options.Users));
        OptionCheck.AtLeast(options.Items, 1, nameof(Options.Items));
        OptionCheck.AtLeast(options.Groups, 1, nameof(Options.Groups));
        if (options.Groups > options.Items)
        {
            throw new ArgumentOutOfRangeException(nameof(options), $"The option {nameof(Options.Groups)} is {options.Groups}, but there are {options.Items} items; a group has one at least.");
        }

        long pairs = (long)options.Users * options.Items;
        if (options.Interactions < Math.Max(options.Users, options.Items) || options.Interactions > pairs)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"The option {nameof(Options.Interactions)} is {options.Interactions}; with {options.Users} users and {options.Items} items it must be from {Math.Max(options.Users, options.Items)}, so that each of them occurs, to {pairs}, so that no pair occurs twice.");
        }
    }

    /// <summary>The options of <see cref="InteractionGenerator"/>.</summary>
    public sealed class Options
    {
        /// <summary>The number of users, at least 1.</summary>
        /// <value>Default 1000.</value>
        public int Users = 1_000;

        /// <summary>The number of items, at least 1.</summary>
        /// <value>Default 1000.</value>
        public int Items = 1_000;

        /// <summary>The number of interactions: at least that of the users and that of the items, at most that of all pairs.</summary>
        /// <value>Default 20,000.</value>
        public int Interactions = 20_000;

        /// <summary>The number of latent groups, from 1 to the number of items.</summary>
        /// <value>Default 50.</value>
        public int Groups = 50;

        /// <summary>The seed of all randomness.</summary>
        /// <value>Default 1.</value>
        public int Seed = 1;
    }
}
