namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ReproductionSplitTests
{
    [Fact]
    public void Negatives_are_distinct_unseen_items_by_seed()
    {
        // User n has 5 items to train on, one that is tested, and one more that is neither.
        const int users = 10;
        var train = Load(Enumerable.Range(0, users).SelectMany(user => Enumerable.Range(0, 5).Select(n => (user, item: user + n)))
            .Concat(Enumerable.Range(0, 150).Select(item => (user: users, item))));
        var test = Load(Enumerable.Range(0, users).Select(user => (user, item: user + 5)));
        var seen = Load(Enumerable.Range(0, users).SelectMany(user => new[] { (user, item: user + 5), (user, item: user + 6) }));
        var split = ReproductionSplit.OfLeaveOneOut(train, test, seen, seed: 1);
        Assert.Equal(users, split.Cases!.Count);
        foreach (var single in split.Cases)
        {
            Assert.Equal(99, single.Negatives.Distinct().Count());
            Assert.DoesNotContain(single.Negatives, item => split.Train.Contains(single.User, item));
            Assert.False(split.Train.Contains(single.User, single.Positive));
            Assert.DoesNotContain(single.Positive, single.Negatives);
        }

        var again = ReproductionSplit.OfLeaveOneOut(train, test, seen, seed: 1);
        Assert.Equal(split.Cases.SelectMany(single => single.Negatives), again.Cases!.SelectMany(single => single.Negatives));
        var other = ReproductionSplit.OfLeaveOneOut(train, test, seen, seed: 2);
        Assert.NotEqual(split.Cases.SelectMany(single => single.Negatives), other.Cases!.SelectMany(single => single.Negatives));

        // Of the 150 items, a user's 5, the tested one and the further one are left out: all others are drawn by some seed.
        var drawn = Enumerable.Range(0, 30).SelectMany(seed => ReproductionSplit.OfLeaveOneOut(train, test, seen, seed).Cases![0].Negatives).ToHashSet();
        Assert.Equal(150 - 7, drawn.Count);
    }

    [Fact]
    public void Users_and_items_that_training_lacks_count_as_missed()
    {
        var train = Load([(0, 0), (0, 1), (1, 0)]);
        var test = Load([(0, 7), (5, 0)]);
        var split = ReproductionSplit.OfLeaveOneOut(train, test, test, seed: 1);
        Assert.Equal([(0, -1), (-1, -1)], split.Cases!.Select(single => (single.User, single.Positive)));
    }

    [Fact]
    public void The_shipped_set_holds_out_the_same_number_of_every_user_by_any_seed()
    {
        var debian = DataSetCatalog.All.Single(dataSet => dataSet.IsShipped);
        string folder = DataSetCatalog.FindFolder(debian, data: null)!;
        var first = debian.ReadSplit(folder, 1);
        var second = debian.ReadSplit(folder, 2);
        Assert.Equal(3117, first.Train.UserCount);
        Assert.Equal(first.Train.Count + first.Test.Count, second.Train.Count + second.Test.Count);

        // A user has the same index whatever the seed, so that values of users can be averaged over seeds.
        foreach (int user in Enumerable.Range(0, first.Train.UserCount))
        {
            int count = first.Train.GetCount(user) + first.Test.GetCount(user);
            Assert.Equal(count, second.Train.GetCount(user) + second.Test.GetCount(user));
            Assert.Equal(Math.Min(3, count - 1), first.Test.GetCount(user));
        }

        var cases = debian.ReadLeaveOneOut!(folder, 1).Cases!;
        Assert.Equal(cases.Count, cases.Select(single => single.User).Distinct().Count());
        Assert.All(cases, single => Assert.Equal(99, single.Negatives.Length));
    }

    private static IDataView Load(IEnumerable<(int User, int Item)> pairs) =>
        new MLContext().Data.LoadFromEnumerable(pairs.Select(pair => new Row { User = $"u{pair.User}", Item = $"i{pair.Item}" }));

    private sealed class Row
    {
        public string User { get; set; } = "";

        public string Item { get; set; } = "";
    }
}
