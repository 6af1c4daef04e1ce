using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>What every transformer of the library that maps rows must do.</summary>
public class TransformerContractTests
{
    private static readonly TestPipeline Pipeline = new();

    public static TheoryData<string> Names => [.. TestPipeline.TransformerNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Delivers_the_promised_schema(string name)
    {
        ITransformer transformer = Pipeline.CreateTransformer(name);
        var promised = transformer.GetOutputSchema(Pipeline.Keyed.Schema);
        Assert.True(transformer.IsRowToRowMapper);
        var mapper = transformer.GetRowToRowMapper(Pipeline.Keyed.Schema);
        Assert.Same(Pipeline.Keyed.Schema, mapper.InputSchema);
        AssertSame(promised, mapper.OutputSchema);
        AssertSame(promised, transformer.Transform(Pipeline.Keyed).Schema);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_the_same_after_saving_and_loading(string name)
    {
        var transformer = Pipeline.CreateTransformer(name);
        var loaded = TestPipeline.SaveAndLoad(Pipeline.Context, transformer, Pipeline.Keyed.Schema);
        Assert.IsType(transformer.GetType(), loaded);
        AssertSame(transformer.GetOutputSchema(Pipeline.Keyed.Schema), loaded.GetOutputSchema(Pipeline.Keyed.Schema));
        Assert.Equal(ReadAdded(transformer.Transform(Pipeline.Keyed)), ReadAdded(loaded.Transform(Pipeline.Keyed)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Missing_and_wrong_columns_are_told_at_once(string name)
    {
        var transformer = Pipeline.CreateTransformer(name);
        var text = Assert.Throws<ArgumentException>(() => transformer.GetOutputSchema(Pipeline.Raw.Schema));
        Assert.Contains("'User'", text.Message);
        Assert.Contains("'String'", text.Message);
        Assert.Contains("MapValueToKey", text.Message);
        Assert.Throws<ArgumentException>(() => transformer.Transform(Pipeline.Raw));

        var other = Pipeline.Context.Data.LoadFromEnumerable([new { Other = 1f }]);
        var missing = Assert.Throws<ArgumentException>(() => transformer.Transform(other));
        Assert.Contains("no column 'User'", missing.Message);
        Assert.Contains("'Other'", missing.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Keys_of_another_mapping_are_refused(string name)
    {
        var transformer = Pipeline.CreateTransformer(name);
        var few = Pipeline.Context.Data.LoadFromEnumerable(Pipeline.Rows.Take(5));
        var keyed = Pipeline.Context.Transforms.Conversion.MapValueToKey("User")
            .Append(Pipeline.Context.Transforms.Conversion.MapValueToKey("Item")).Fit(few).Transform(few);
        var exception = Assert.Throws<ArgumentException>(() => transformer.GetOutputSchema(keyed.Schema));
        Assert.Contains("over 2 values", exception.Message);
        Assert.Contains("12", exception.Message);
    }

    [Theory]
    [InlineData("model")]
    [InlineData("recommendation")]
    public void Keys_in_another_order_are_refused_where_the_ids_are_known(string name)
    {
        var keyed = Pipeline.Context.Transforms.Conversion.MapValueToKey("User")
            .Append(Pipeline.Context.Transforms.Conversion.MapValueToKey("Item")).Fit(Pipeline.Raw).Transform(Pipeline.Raw);
        var exception = Assert.Throws<ArgumentException>(() => Pipeline.CreateTransformer(name).Transform(keyed));
        Assert.Contains("key 3 stands for 'u2', but for user 'u10'", exception.Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Unknown_ids_give_missing_values(string name)
    {
        var data = Pipeline.Map(new TestPipeline.Row { User = "nobody", Item = "nothing" });
        string row = Assert.Single(ReadAdded(Pipeline.CreateTransformer(name).Transform(data)));
        Assert.All(row.Split([' ', '|'], StringSplitOptions.RemoveEmptyEntries), value => Assert.Contains(value, new[] { "NaN", "0" }));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_equals_its_rows_one_by_one(string name)
    {
        var transformer = Pipeline.CreateTransformer(name);
        var single = Pipeline.Rows.Select(row => ReadAdded(transformer.Transform(Pipeline.Map(row))).Single());
        Assert.Equal(single, ReadAdded(transformer.Transform(Pipeline.Keyed)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_column_can_be_read_alone(string name)
    {
        var data = Pipeline.CreateTransformer(name).Transform(Pipeline.Keyed);
        var added = AddedColumns(data);
        var together = ReadAdded(data).Select(row => row.Split(" | ")).ToList();
        for (int n = 0; n < added.Length; n++)
        {
            var column = data.Schema[added[n]];
            using (var cursor = data.GetRowCursor([column]))
            {
                Assert.All(data.Schema, other => Assert.Equal(other.Index == column.Index, cursor.IsColumnActive(other)));
            }

            Assert.Equal(together.Select(row => row[n]), TestPipeline.ReadRows(data, added[n]));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parallel_cursors_give_the_same_rows(string name)
    {
        var data = Pipeline.CreateTransformer(name).Transform(Pipeline.Keyed);
        var columns = AddedColumns(data).Select(column => data.Schema[column]).ToArray();
        var cursors = data.GetRowCursorSet(columns, 3);
        var rows = new List<string>[cursors.Length];
        Parallel.For(0, cursors.Length, n =>
        {
            using (cursors[n])
            {
                rows[n] = TestPipeline.ReadRows(cursors[n], columns);
            }
        });
        Assert.Equal(ReadAdded(data).Order(), rows.SelectMany(part => part).Order());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_row_mapper_of_prediction_engines_equals_the_transform(string name)
    {
        ITransformer transformer = Pipeline.CreateTransformer(name);
        var mapper = transformer.GetRowToRowMapper(Pipeline.Keyed.Schema);
        var added = AddedColumns(transformer.Transform(Pipeline.Keyed)).Select(column => mapper.OutputSchema[column]).ToArray();
        using var cursor = Pipeline.Keyed.GetRowCursor(mapper.GetDependencies(added));
        using var row = mapper.GetRow(cursor, added);
        var readers = added.Select(column => TestPipeline.CreateReader(row, column)).ToArray();
        var rows = new List<string>();
        while (cursor.MoveNext())
        {
            rows.Add(string.Join(" | ", readers.Select(read => read())));
        }

        Assert.Equal(ReadAdded(transformer.Transform(Pipeline.Keyed)), rows);
    }

    [Theory]
    [InlineData("vectors")]
    [InlineData("neighbours")]
    [InlineData("attention")]
    [InlineData("model")]
    [InlineData("clusters")]
    public void A_row_allocates_nothing(string name)
    {
        ITransformer transformer = Pipeline.CreateTransformer(name);
        var mapper = transformer.GetRowToRowMapper(Pipeline.Keyed.Schema);
        var added = mapper.OutputSchema.Where(column => !Pipeline.Keyed.Schema.Any(other => other.Name == column.Name)).ToArray();
        using var input = new PairRow(Pipeline.Keyed.Schema);
        using var row = mapper.GetRow(input, added);
        var reads = added.Select(column => column.Type switch
        {
            VectorDataViewType { ItemType: KeyDataViewType } => CreateRead<VBuffer<uint>>(row, column),
            VectorDataViewType => CreateRead<VBuffer<float>>(row, column),
            KeyDataViewType => CreateRead<uint>(row, column),
            _ => CreateRead<float>(row, column),
        }).ToArray();
        void ReadAll()
        {
            foreach (var read in reads)
            {
                read();
            }
        }

        // The first rows fill the pools.
        for (input.User = 1; input.User <= 5; input.User++)
        {
            ReadAll();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (uint n = 0; n < 100; n++)
        {
            input.User = n % TestPipeline.Users + 1;
            ReadAll();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static Action CreateRead<T>(DataViewRow row, DataViewSchema.Column column)
    {
        var getter = row.GetGetter<T>(column);
        T value = default!;
        return () => getter(ref value);
    }

    private static string[] AddedColumns(IDataView data) =>
        [.. data.Schema.Select(column => column.Name).Except(Pipeline.Keyed.Schema.Select(column => column.Name))];

    private static List<string> ReadAdded(IDataView data) => TestPipeline.ReadRows(data, AddedColumns(data));

    private static void AssertSame(DataViewSchema expected, DataViewSchema actual)
    {
        Assert.Equal(expected.Select(column => (column.Name, column.Type)), actual.Select(column => (column.Name, column.Type)));
        Assert.Equal(
            expected.SelectMany(column => column.Annotations.Schema.Select(annotation => (column.Name, annotation.Name, annotation.Type))),
            actual.SelectMany(column => column.Annotations.Schema.Select(annotation => (column.Name, annotation.Name, annotation.Type))));
    }

    /// <summary>A row of a user, and always the same item, whose user can be set.</summary>
    private sealed class PairRow(DataViewSchema schema) : DataViewRow
    {
        public uint User { get; set; } = 1;

        public override DataViewSchema Schema => schema;

        public override long Position => 0;

        public override long Batch => 0;

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = default;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            ValueGetter<uint> getter = column.Name == "User" ? (ref uint value) => value = User : (ref uint value) => value = 3;
            return (ValueGetter<TValue>)(Delegate)getter;
        }
    }
}
