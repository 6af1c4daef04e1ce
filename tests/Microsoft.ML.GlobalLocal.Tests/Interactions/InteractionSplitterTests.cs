using CsCheck;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class InteractionSplitterTests
{
    private static readonly MLContext MLContext = new();

    // Few ids, so that there are repeated rows, and users with one item.
    private static readonly Gen<Row[]> Rows = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 5], Gen.Int[0, 9])
        .Select((user, item, time) => new Row { User = $"u{user}", Item = $"i{item}", Time = time }).Array[1, 40];

    [Fact]
    public void Every_split_keeps_all_rows_and_a_training_item_for_every_user_and_no_pair_on_both_sides() =>
        Gen.Select(Rows, Gen.Int[1, 4], Gen.Double[0.01, 0.99], Gen.Int).Sample((rows, count, fraction, seed) =>
        {
            foreach (var split in new[]
            {
                InteractionSplitter.HoldOutFraction(View(rows), fraction, seed),
                InteractionSplitter.HoldOutPerUser(View(rows), count, seed),
                InteractionSplitter.HoldOutLast(View(rows), count),
            })
            {
                var train = Read(split.Train);
                var test = Read(split.Test);
                Assert.Equal(rows.Order(), train.Concat(test).Order());
                Assert.Empty(train.Select(Pair).Intersect(test.Select(Pair)));
                Assert.Equal(rows.Select(row => row.User).Distinct().Order(), train.Select(row => row.User).Distinct().Order());
                Assert.Equal((train.Length, test.Length), ((int)split.Train.GetRowCount()!, (int)split.Test.GetRowCount()!));
            }
        }, iter: 100);

    [Fact]
    public void Per_user_the_asked_number_is_held_out_or_all_but_one() =>
        Gen.Select(Rows, Gen.Int[1, 4], Gen.Int).Sample((rows, count, seed) =>
        {
            foreach (var split in new[] { InteractionSplitter.HoldOutPerUser(View(rows), count, seed), InteractionSplitter.HoldOutLast(View(rows), count) })
            {
                var heldOut = Read(split.Test).Select(Pair).Distinct().ToLookup(pair => pair.User);
                foreach (var user in rows.Select(Pair).Distinct().GroupBy(pair => pair.User))
                {
                    Assert.Equal(Math.Min(count, user.Count() - 1), heldOut[user.Key].Count());
                }
            }
        }, iter: 100);

    [Fact]
    public void A_random_draw_depends_on_ids_and_seed_and_not_on_order_or_type()
    {
        var rows = Enumerable.Range(0, 200).Select(n => new Row { User = $"u{n % 20}", Item = $"i{n / 20}", Time = n }).ToArray();
        var reversed = rows.Reverse().ToArray();
        var view = View(rows);
        var keys = MLContext.Transforms.Conversion.MapValueToKey(nameof(Row.User)).Append(MLContext.Transforms.Conversion.MapValueToKey(nameof(Row.Item)))
            .Fit(view).Transform(view);
        foreach (Func<IDataView, int, InteractionSplit> split in new Func<IDataView, int, InteractionSplit>[]
        {
            (data, seed) => InteractionSplitter.HoldOutPerUser(data, 3, seed),
            (data, seed) => InteractionSplitter.HoldOutFraction(data, 0.3, seed),
        })
        {
            var expected = Read(split(view, 1).Test);
            Assert.Equal(60, expected.Length);
            Assert.Equal(expected, Read(split(View(reversed), 1).Test).Reverse());
            Assert.Equal(expected.Select(row => row.Time), split(keys, 1).Test.GetColumn<float>(nameof(Row.Time)));
            Assert.NotEqual(expected, Read(split(view, 2).Test));
        }
    }

    [Fact]
    public void Whole_numbers_are_ids_too()
    {
        var rows = Enumerable.Range(0, 40).Select(n => new NumberRow { User = n % 4, Item = n / 4 }).ToArray();
        var split = InteractionSplitter.HoldOutPerUser(MLContext.Data.LoadFromEnumerable(rows), 2);
        Assert.Equal([2, 2, 2, 2], split.Test.GetColumn<int>(nameof(NumberRow.User)).CountBy(user => user).OrderBy(count => count.Key).Select(count => count.Value));
    }

    [Fact]
    public void Last_by_time_takes_the_latest_and_of_equal_times_the_later_row()
    {
        Row[] rows =
        [
            new() { User = "a", Item = "x", Time = 9 },
            new() { User = "a", Item = "y", Time = 5 },
            new() { User = "b", Item = "x", Time = 1 },
            new() { User = "b", Item = "y", Time = 1 },
            new() { User = "b", Item = "x", Time = 0 },
        ];
        var split = InteractionSplitter.HoldOutLast(View(rows));
        Assert.Equal([rows[0], rows[3]], Read(split.Test));
        Assert.Equal([rows[1], rows[2], rows[4]], Read(split.Train));
    }

    [Fact]
    public void Given_test_pairs_are_not_trained_on()
    {
        Row[] rows = [new() { User = "a", Item = "x" }, new() { User = "a", Item = "y" }, new() { User = "a", Item = "x", Time = 1 }];
        Row[] test = [new() { User = "a", Item = "x" }, new() { User = "a", Item = "z" }];
        var split = InteractionSplitter.HoldOutGiven(View(rows), View(test));
        Assert.Equal([rows[1]], Read(split.Train));
        Assert.Equal(test, Read(split.Test));
        Assert.Contains("user 'a'", Assert.Throws<ArgumentException>(() => InteractionSplitter.HoldOutGiven(View(rows[..1]), View(test))).Message);
    }

    [Fact]
    public void A_subset_has_every_column_and_can_be_read_by_any_transform()
    {
        var rows = Enumerable.Range(0, 30).Select(n => new Row { User = $"u{n % 3}", Item = $"i{n}", Time = n }).ToArray();
        var split = InteractionSplitter.HoldOutPerUser(View(rows), 2);
        Assert.Equal(["User", "Item", "Time"], split.Train.Schema.Select(column => column.Name));
        var keys = MLContext.Transforms.Conversion.MapValueToKey(nameof(Row.User)).Fit(split.Train).Transform(split.Train);
        Assert.Equal(24, keys.GetColumn<uint>(nameof(Row.User)).Count(key => key is >= 1 and <= 3));
        Assert.Equal(24, MLContext.Data.Cache(split.Train).GetColumn<float>(nameof(Row.Time)).Distinct().Count());
    }

    [Fact]
    public void Bad_input_is_refused()
    {
        var view = View([new Row { User = "a", Item = "x", Time = float.NaN }, new Row { User = "a", Item = "y" }]);
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionSplitter.HoldOutPerUser(view, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionSplitter.HoldOutLast(view, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionSplitter.HoldOutFraction(view, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => InteractionSplitter.HoldOutFraction(view, double.NaN));
        Assert.Contains("'User', 'Item', 'Time'", Assert.Throws<ArgumentException>(() => InteractionSplitter.HoldOutPerUser(view, 1, userColumnName: "Who")).Message);
        Assert.Contains("Single", Assert.Throws<ArgumentException>(() => InteractionSplitter.HoldOutPerUser(view, 1, itemColumnName: "Time")).Message);
        Assert.Contains("has no time", Assert.Throws<ArgumentException>(() => InteractionSplitter.HoldOutLast(view)).Message);
        Assert.Contains("Expected times", Assert.Throws<ArgumentException>(() => InteractionSplitter.HoldOutLast(view, timeColumnName: "Item")).Message);
    }

    [Fact]
    public void A_share_of_the_matrix_leaves_everyone_an_item_and_adds_up()
    {
        var all = TestData.Random(2000, 100, 5, seed: 1);
        var (train, heldOut) = InteractionSplitter.HoldOutShare(all, 0.1, seed: 2);
        Assert.Equal(all.Count, train.Count + heldOut.Count);
        Assert.InRange(heldOut.Count, 0.09 * all.Count, 0.11 * all.Count);
        for (int user = 0; user < all.UserCount; user++)
        {
            Assert.NotEqual(0, train.GetCount(user));
            Assert.Equal(all.GetItems(user).ToArray(), train.GetItems(user).ToArray().Concat(heldOut.GetItems(user).ToArray()).Order());
        }

        var (again, _) = InteractionSplitter.HoldOutShare(all, 0.1, seed: 2);
        Assert.Equal(train.Items.ToArray(), again.Items.ToArray());
        Assert.Equal(all.UserCount, InteractionSplitter.HoldOutShare(all, 1, seed: 2).Train.Count);
    }

    [Theory]
    [InlineData(5, "now it has 5")]
    [InlineData(7, "now it has more")]
    public void Data_that_changed_after_the_split_is_told(int rows, string message)
    {
        var data = Enumerable.Range(0, 6).Select(n => new Row { User = $"u{n % 2}", Item = $"i{n}" }).ToList();
        var split = InteractionSplitter.HoldOutPerUser(MLContext.Data.LoadFromEnumerable(data), 1);
        data.RemoveRange(Math.Min(rows, 6), Math.Max(0, 6 - rows));
        data.AddRange(Enumerable.Range(6, Math.Max(0, rows - 6)).Select(n => new Row { User = "u0", Item = $"i{n}" }));
        Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => Read(split.Train)).Message);
    }

    private static (string User, string Item) Pair(Row row) => (row.User, row.Item);

    private static IDataView View(Row[] rows) => MLContext.Data.LoadFromEnumerable(rows);

    private static Row[] Read(IDataView view) => [.. MLContext.Data.CreateEnumerable<Row>(view, reuseRowObject: false)];

    private sealed record Row : IComparable<Row>
    {
        public string User { get; set; } = "";

        public string Item { get; set; } = "";

        public float Time { get; set; }

        public int CompareTo(Row? other) => (User, Item, Time).CompareTo((other!.User, other.Item, other.Time));
    }

    private sealed class NumberRow
    {
        public int User { get; set; }

        public int Item { get; set; }
    }
}
