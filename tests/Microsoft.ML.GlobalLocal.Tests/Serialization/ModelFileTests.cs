using System.IO.Compression;
using CsCheck;

namespace Microsoft.ML.GlobalLocal.Tests;

/// <summary>Model zips on disk.</summary>
public sealed class ModelFileTests : IDisposable
{
    private const long AllocationLimit = 64 << 20;
    private static readonly TestPipeline Pipeline = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_saved_model_is_loaded_again()
    {
        string path = SaveModel();
        var loaded = new MLContext().GlobalLocal().Load(path, out var schema);
        Assert.Equal(["User", "Item"], schema.Select(column => column.Name));
        Assert.Equal(TestPipeline.ReadRows(Chain().Transform(Pipeline.Raw), "Score"), TestPipeline.ReadRows(loaded.Transform(Pipeline.Raw), "Score"));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_model_is_loaded_from_a_stream_wherever_that_stands()
    {
        var content = File.ReadAllBytes(SaveModel());
        using var stream = new MemoryStream(content);
        stream.Position = 7;
        var loaded = new MLContext().GlobalLocal().Load(stream, out _);
        Assert.Equal(TestPipeline.ReadRows(Chain().Transform(Pipeline.Raw), "Score"), TestPipeline.ReadRows(loaded.Transform(Pipeline.Raw), "Score"));
        Assert.True(stream.CanRead);
        using var truncated = new MemoryStream(content[..^100]);
        Assert.Contains("no model zip", Assert.Throws<InvalidDataException>(() => new MLContext().GlobalLocal().Load(truncated, out _)).Message);
    }

    [Fact]
    public void A_failing_save_leaves_the_old_file_whole()
    {
        string path = SaveModel();
        var before = File.ReadAllBytes(path);
        Assert.Throws<IOException>(() => Pipeline.Context.GlobalLocal().Save(new FailingTransformer(), Pipeline.Raw.Schema, path));
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_unwritable_path_is_told()
    {
        string path = Path.Combine(_folder, "missing", "model.zip");
        var exception = Assert.Throws<DirectoryNotFoundException>(() => Pipeline.Context.GlobalLocal().Save(Chain(), Pipeline.Raw.Schema, path));
        Assert.Contains("missing", exception.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no zip, but a text that is longer than the end record of one would be")]
    public void A_file_that_is_no_zip_is_told(string content)
    {
        string path = Path.Combine(_folder, "model.zip");
        File.WriteAllText(path, content);
        Assert.Contains($"'{path}' is no model zip", AssertInvalid(path));
    }

    [Fact]
    public void A_zip_that_is_no_model_is_told()
    {
        string path = Path.Combine(_folder, "other.zip");
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Create))
        using (var writer = new StreamWriter(archive.CreateEntry("readme.txt").Open()))
        {
            writer.Write("hello");
        }

        Assert.Contains($"'{path}' could not be loaded", AssertInvalid(path));
    }

    [Fact]
    public void A_missing_file_is_told() =>
        Assert.Throws<FileNotFoundException>(() => new MLContext().GlobalLocal().Load(Path.Combine(_folder, "none.zip"), out _));

    [Fact]
    public void Every_truncation_is_told()
    {
        string path = SaveModel();
        var saved = File.ReadAllBytes(path);
        for (int length = 0; length < saved.Length; length += Math.Max(1, saved.Length / 100))
        {
            File.WriteAllBytes(path, saved[..length]);
            Assert.Contains("is no model zip, or it was truncated", AssertInvalid(path));
        }
    }

    [Fact]
    public void An_altered_byte_is_told_or_of_no_consequence()
    {
        string path = SaveModel();
        var saved = File.ReadAllBytes(path);
        var expected = TestPipeline.ReadRows(Chain().Transform(Pipeline.Raw), "Score");
        Gen.Select(Gen.Int[0, saved.Length - 1], Gen.Byte[1, 255]).Sample(
            change =>
            {
                var altered = saved.ToArray();
                altered[change.Item1] ^= change.Item2;
                File.WriteAllBytes(path, altered);
                long before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    // A zip has fields that nothing depends on, such as the time of an entry.
                    var loaded = new MLContext().GlobalLocal().Load(path, out _);
                    Assert.Equal(expected, TestPipeline.ReadRows(loaded.Transform(Pipeline.Raw), "Score"));
                }
                catch (InvalidDataException exception)
                {
                    Assert.Contains(path, exception.Message);
                }

                Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllocationLimit);
            },
            iter: 200,
            threads: 1);
    }

    [Theory]
    [InlineData(2, "reads up to version 1. Update Microsoft.ML.GlobalLocal")]
    [InlineData(0, "reads versions 1 to 1. Train and save the model again")]
    public void Another_version_is_told(int version, string message)
    {
        string path = SaveModel();
        Change(path, content => BitConverter.TryWriteBytes(content.AsSpan(4), version));
        Assert.Contains(message, AssertInvalid(path));
        var plain = Assert.ThrowsAny<Exception>(() => new MLContext().Model.Load(path, out _));
        Assert.Contains(message, Assert.IsType<InvalidDataException>(plain.GetBaseException()).Message);
    }

    [Fact]
    public void Content_altered_inside_an_intact_zip_is_told()
    {
        string path = SaveModel();
        Change(path, content => content[content.Length / 2] ^= 1);
        Assert.Contains("was altered", AssertInvalid(path));
    }

    [Fact]
    public void A_missing_entry_is_told()
    {
        string path = SaveModel();
        using (var archive = ZipFile.Open(path, ZipArchiveMode.Update))
        {
            archive.Entries.Single(entry => entry.Name == "GlobalLocal.bin").Delete();
        }

        Assert.Contains("lacks the entry", AssertInvalid(path));
    }

    private static string AssertInvalid(string path) =>
        Assert.Throws<InvalidDataException>(() => new MLContext().GlobalLocal().Load(path, out _)).Message;

    private static void Change(string path, Action<byte[]> change)
    {
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = archive.Entries.Single(entry => entry.Name == "GlobalLocal.bin");
        using var stream = entry.Open();
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        change(content);
        stream.Position = 0;
        stream.Write(content);
    }

    private static Microsoft.ML.Data.TransformerChain<ITransformer> Chain() => new(Pipeline.Mapping, Pipeline.CreateTransformer("model"));

    private string SaveModel()
    {
        string path = Path.Combine(_folder, "model.zip");
        Pipeline.Context.GlobalLocal().Save(Chain(), Pipeline.Raw.Schema, path);
        return path;
    }

    private sealed class FailingTransformer : ITransformer
    {
        public bool IsRowToRowMapper => true;

        public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => inputSchema;

        public Microsoft.ML.Data.IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => throw new NotSupportedException();

        public IDataView Transform(IDataView input) => input;

        void ICanSaveModel.Save(ModelSaveContext ctx) => throw new IOException("The disk is full.");
    }
}
