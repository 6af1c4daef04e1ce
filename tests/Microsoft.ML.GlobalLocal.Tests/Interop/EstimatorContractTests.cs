namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>What every estimator of the library must do.</summary>
public class EstimatorContractTests
{
    private static readonly TestPipeline Pipeline = new();

    public static TheoryData<string> Names => [.. TestPipeline.EstimatorNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Promises_the_schema_that_is_delivered(string name)
    {
        var estimator = Pipeline.CreateEstimator(name);
        var promised = estimator.GetOutputSchema(TestPipeline.Shape(Pipeline.Keyed.Schema));
        var transformer = estimator.Fit(Pipeline.Keyed);
        Assert.Equal(Describe(promised), Describe(TestPipeline.Shape(transformer.GetOutputSchema(Pipeline.Keyed.Schema))));
        Assert.Equal(Describe(promised), Describe(TestPipeline.Shape(transformer.Transform(Pipeline.Keyed).Schema)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Missing_and_wrong_columns_are_told_before_the_fit(string name)
    {
        var estimator = Pipeline.CreateEstimator(name);
        var exception = Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(TestPipeline.Shape(Pipeline.Raw.Schema)));
        Assert.Contains("'User' has type 'String'", exception.Message);
        Assert.Throws<ArgumentException>(() => estimator.Fit(Pipeline.Raw));
        var other = Pipeline.Context.Data.LoadFromEnumerable([new { Other = 1f }]);
        Assert.Contains("no column 'User'", Assert.Throws<ArgumentException>(() => estimator.GetOutputSchema(TestPipeline.Shape(other.Schema))).Message);
        Assert.Throws<ArgumentException>(() => estimator.Fit(other));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_same_seed_gives_the_same_bytes(string name) =>
        Assert.Equal(Save(Pipeline.CreateEstimator(name).Fit(Pipeline.Keyed)), Save(new TestPipeline().CreateEstimator(name).Fit(Pipeline.Keyed)));

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_the_same_after_saving_and_loading(string name)
    {
        var transformer = Pipeline.CreateEstimator(name).Fit(Pipeline.Keyed);
        var loaded = TestPipeline.SaveAndLoad(Pipeline.Context, transformer, Pipeline.Keyed.Schema);
        var expected = transformer.Transform(Pipeline.Keyed);
        string[] columns = [.. expected.Schema.Where(column => !column.IsHidden).Select(column => column.Name)];
        Assert.Equal(TestPipeline.ReadRows(expected, columns), TestPipeline.ReadRows(loaded.Transform(Pipeline.Keyed), columns));
        Assert.Equal(Save(transformer), Save(loaded));
    }

    private static byte[] Save(ITransformer transformer)
    {
        using var stream = new MemoryStream();
        switch (transformer)
        {
            case SpaceTransformer space:
                Write(space);
                break;
            case RecommendationTransformer recommendation:
                Write(recommendation);
                break;
            case ClusteringTransformer clustering:
                Write(clustering);
                break;
            default:
                Write((TripletTransformer)transformer);
                break;
        }

        return stream.ToArray();

        void Write<T>(T saved)
            where T : class, ITransformer, ISavedTransformer<T> => saved.Write(stream);
    }

    private static string[] Describe(SchemaShape shape) => [.. shape.Select(Describe).Order(StringComparer.Ordinal)];

    private static string Describe(SchemaShape.Column column) =>
        $"{column.Name} {column.Kind} {column.ItemType} {column.IsKey} [{string.Join(", ", column.Annotations.Select(Describe).Order(StringComparer.Ordinal))}]";
}
