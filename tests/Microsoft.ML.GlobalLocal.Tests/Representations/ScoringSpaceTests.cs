namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>A space with a score of its own, in a zip and out of it.</summary>
public class ScoringSpaceTests
{
    private static readonly MLContext Context = new(seed: 1);

    [Fact]
    public void Scores_the_same_after_its_zip_is_loaded()
    {
        var rows = Keyed(CreateRows());
        var model = Context.GlobalLocal().Trainers.SingleSpace(new PowerTrainer(2.5f)).Fit(rows);
        using var stream = new MemoryStream();
        Context.Model.Save(model, rows.Schema, stream);
        stream.Position = 0;

        var loaded = Context.GlobalLocal().CreateRecommender(new MLContext().Model.Load(stream, out _));

        Assert.Equal(2.5f, Assert.IsType<PowerSpace>(loaded.Model.Attention.Spaces.Single()).Exponent);
        Assert.Equal(new Recommender(model.Model).Recommend("u3", 4), loaded.Recommend("u3", 4));
    }

    [Theory]
    [InlineData("Microsoft.ML.GlobalLocal.Tests.ScoringSpaceTests", "Microsoft.ML.GlobalLocal.Tests", "no saved space")]
    [InlineData("System.Diagnostics.Process", "System.Diagnostics.Process", "no saved space")]
    [InlineData("Some.Space", "No.Such.Assembly", "does not have")]
    public void A_class_that_is_no_saved_space_is_refused(string className, string assembly, string expected)
    {
        var exception = Assert.Throws<InvalidDataException>(() => ScoringSpaceLoader.Find(className, assembly));
        Assert.Contains(className, exception.Message);
        Assert.Contains(expected, exception.Message);
    }

    private static IDataView CreateRows() => Context.Data.LoadFromEnumerable(
        Enumerable.Range(0, SpaceTraining.Checkerboard.UserCount).SelectMany(user => SpaceTraining.Checkerboard.GetItems(user).ToArray().Select(item => new Row { User = $"u{user}", Item = $"i{item}" })).ToArray());

    private static IDataView Keyed(IDataView rows)
    {
        var keys = Context.Transforms.Conversion;
        return keys.MapValueToKey("User").Append(keys.MapValueToKey("Item")).Fit(rows).Transform(rows);
    }

    private sealed class Row
    {
        public string User { get; set; } = string.Empty;

        public string Item { get; set; } = string.Empty;
    }

    /// <summary>The score of an item is its popularity to a power.</summary>
    internal sealed class PowerSpace(SpaceTables tables, float exponent) : ScoringSpace(tables), ISavedSpace<PowerSpace>
    {
        public float Exponent { get; } = exponent;

        public static PowerSpace Read(ModelReader reader, SpaceTables tables) => new(tables, reader.ReadFiniteSingle());

        public override void Score(UserView user, ReadOnlySpan<int> items, Span<float> scores) => ScoreFromAll(user, items, scores);

        public override void ScoreAll(UserView user, Span<float> scores)
        {
            for (int item = 0; item < ItemCount; item++)
            {
                scores[item] = MathF.Pow(GetItemVector(item)[0], Exponent);
            }
        }

        protected internal override void WriteContent(ModelWriter writer) => writer.Write(Exponent);
    }

    private sealed class PowerTrainer(float exponent) : SpaceTrainer
    {
        public override string Name => "Power";

        public override TrainedSpace Train(SpaceTrainingContext context)
        {
            var popularity = (VectorSpace)new PopularityTrainer().Train(context).Space;
            return new TrainedSpace(new PowerSpace(new SpaceTables(Name, 1, popularity.UserTable, popularity.ItemTable), exponent), this);
        }
    }
}
