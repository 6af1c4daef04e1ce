using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

public class InteractionGeneratorTests
{
    [Fact]
    public void There_are_as_many_as_asked_for_and_no_pair_occurs_twice()
    {
        var options =
            from users in Gen.Int[1, 40]
            from items in Gen.Int[1, 40]
            from interactions in Gen.Int[Math.Max(users, items), users * items]
            from groups in Gen.Int[1, items]
            from seed in Gen.Int
            select new InteractionGenerator.Options { Users = users, Items = items, Interactions = interactions, Groups = groups, Seed = seed };
        options.Sample(option =>
        {
            var pairs = new InteractionGenerator(option).Generate().ToArray();
            return pairs.Length == option.Interactions
                && pairs.Distinct().Count() == option.Interactions
                && pairs.Select(pair => pair.User).Distinct().Order().SequenceEqual(Enumerable.Range(0, option.Users))
                && pairs.Select(pair => pair.Item).Distinct().Order().SequenceEqual(Enumerable.Range(0, option.Items));
        }, iter: 200);
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        Assert.Equal(Create(seed: 1).Generate(), Create(seed: 1).Generate());
        Assert.NotEqual(Create(seed: 1).Generate(), Create(seed: 2).Generate());
        var generator = Create(seed: 1);
        Assert.Equal(generator.Generate(), generator.Generate());
    }

    [Fact]
    public void The_matrix_and_the_file_hold_the_same()
    {
        using var folder = new TemporaryFolder();
        var generator = Create(seed: 1);
        generator.Write(folder["a.tsv"]);
        generator.Write(folder["b.csv"], ',');
        Assert.Equal(generator.Generate().Select(pair => $"u{pair.User}\ti{pair.Item}").Prepend("user\titem"), File.ReadLines(folder["a.tsv"]));
        Assert.Equal(File.ReadAllText(folder["a.tsv"]).Replace('\t', ','), File.ReadAllText(folder["b.csv"]));

        var matrix = generator.CreateMatrix();
        Assert.Equal(generator.Generate().Order(), Enumerable.Range(0, matrix.UserCount).SelectMany(user => matrix.GetItems(user).ToArray().Select(item => (user, item))));

        var mlContext = new MLContext();
        var view = InteractionLoader.Load(mlContext, folder["b.csv"]);
        var keys = mlContext.Transforms.Conversion;
        var read = InteractionReader.Read(mlContext, keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(view).Transform(view));
        Assert.Equal((matrix.Count, matrix.UserCount, matrix.ItemCount, 0), (read.Interactions.Count, read.Interactions.UserCount, read.Interactions.ItemCount, read.Duplicates));
    }

    [Fact]
    public void Few_items_have_a_large_share()
    {
        var matrix = Create(seed: 1).CreateMatrix().Transposed;
        int[] counts = [.. Enumerable.Range(0, matrix.UserCount).Select(matrix.GetCount).OrderDescending()];
        double share = counts[..(counts.Length / 100)].Sum() / (double)matrix.Count;
        Assert.InRange(share, 0.05, 0.5);
    }

    [Fact]
    public void Users_of_one_group_share_more_items()
    {
        var generator = Create(seed: 1);
        var matrix = generator.CreateMatrix();
        var shared = from user in Enumerable.Range(0, 200)
                     from other in Enumerable.Range(user + 1, 200)
                     let items = matrix.GetItems(user).ToArray().Intersect(matrix.GetItems(other).ToArray()).Count()
                     group items by generator.GetGroup(user) == generator.GetGroup(other);
        var means = shared.ToDictionary(pairs => pairs.Key, pairs => pairs.Average());
        Assert.True(means[true] > 3 * means[false], $"{means[true]} and {means[false]}");
    }

    [Fact]
    public void Memory_does_not_grow_with_the_interactions()
    {
        long few = Allocate(interactions: 2_000);
        long many = Allocate(interactions: 200_000);
        Assert.True(many < few + 10_000, $"{many} bytes for many, {few} for few");

        static long Allocate(int interactions)
        {
            var generator = new InteractionGenerator(new() { Users = 500, Items = 2_000, Interactions = interactions });
            long before = GC.GetAllocatedBytesForCurrentThread();
            long count = 0;
            foreach (var _ in generator.Generate())
            {
                count++;
            }

            Assert.Equal(interactions, count);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    [Theory]
    [InlineData(0, 10, 10, 1, "Users")]
    [InlineData(10, 0, 10, 1, "Items")]
    [InlineData(10, 10, 50, 0, "Groups")]
    [InlineData(10, 10, 50, 11, "Groups")]
    [InlineData(20, 10, 19, 1, "Interactions")]
    [InlineData(10, 20, 19, 1, "Interactions")]
    [InlineData(10, 10, 101, 1, "Interactions")]
    public void Numbers_that_make_no_sense_are_refused_by_name(int users, int items, int interactions, int groups, string option)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new InteractionGenerator(new() { Users = users, Items = items, Interactions = interactions, Groups = groups }));
        Assert.Contains(option, exception.Message);
    }

    [Theory]
    [InlineData('u')]
    [InlineData('1')]
    [InlineData('"')]
    [InlineData('\n')]
    public void A_delimiter_that_ids_have_is_refused(char delimiter)
    {
        using var folder = new TemporaryFolder();
        Assert.Throws<ArgumentException>(() => Create(seed: 1).Write(folder["a.tsv"], delimiter));
        Assert.False(File.Exists(folder["a.tsv"]));
    }

    [Fact]
    public void Cancelled_it_leaves_what_was_there()
    {
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        File.WriteAllText(folder["old.tsv"], "old");
        Assert.Throws<OperationCanceledException>(() => Create(seed: 1).Write(folder["old.tsv"], cancellationToken: cancellation.Token));
        Assert.Throws<OperationCanceledException>(() => Create(seed: 1).Write(folder["new.tsv"], cancellationToken: cancellation.Token));
        Assert.Equal("old", File.ReadAllText(folder["old.tsv"]));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(folder["old.tsv"])!));
    }

    private static InteractionGenerator Create(int seed) =>
        new(new() { Users = 1_000, Items = 2_000, Interactions = 30_000, Groups = 20, Seed = seed });
}
