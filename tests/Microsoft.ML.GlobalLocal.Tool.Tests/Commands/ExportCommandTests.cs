using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Parquet.Serialization;
using Parquet.Serialization.Attributes;

namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class ExportCommandTests(ToolFolder folder) : IClassFixture<ToolFolder>
{
    [Fact]
    public void The_graph_gives_the_lists_of_the_model()
    {
        var result = Export("--onnx", folder["model.onnx"]);
        Assert.Empty(result.Succeeded());
        Assert.Contains("searches 2 of 4 clusters", result.Error);

        var recommender = new Recommender(ModelSource.Load(folder.Model, clusters: ToolFolder.Blocks));
        using var session = new InferenceSession(folder["model.onnx"]);
        for (int user = 0; user < recommender.Model.Users.Count; user++)
        {
            using var results = session.Run(
            [
                NamedOnnxValue.CreateFromTensor("user", new DenseTensor<long>(new long[] { user }, [1])),
                NamedOnnxValue.CreateFromTensor("n", new DenseTensor<long>(new long[] { 5 }, [1])),
            ]);
            Assert.Equal(
                recommender.Recommend(recommender.Model.Users[user], 5).Select(item => item.Item),
                results.Single(value => value.Name == "items").AsEnumerable<long>().Select(item => recommender.Model.Items[(int)item]));
        }
    }

    [Fact]
    public void Npy_is_the_header_and_the_numbers()
    {
        string output = folder["npy"];
        Assert.Contains("20 users and 24 items of 4 dimensions", Vectors("npy", output).Error);
        var model = ModelSource.Load(folder.Model);
        foreach (var (name, ids) in new[] { ("B.users", model.Users), ("B.items", model.Items) })
        {
            string dictionary = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({ids.Count}, 4), }}";
            byte[] header = [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(dictionary.PadRight(117)), (byte)'\n'];
            Assert.Equal(128, header.Length);
            byte[] bytes = File.ReadAllBytes(Path.Combine(output, name + ".npy"));
            Assert.Equal(header, bytes[..128]);
            Assert.Equal(Table(model, ids), MemoryMarshal.Cast<byte, float>(bytes.AsSpan(128)).ToArray());
            Assert.Equal(ids.Ids.ToArray(), File.ReadAllLines(Path.Combine(output, name + ".txt")));
        }
    }

    [Fact]
    public async Task Parquet_is_ids_and_lists()
    {
        Vectors("parquet", folder["parquet"]).Succeeded();
        var model = ModelSource.Load(folder.Model);
        foreach (var (name, ids) in new[] { ("B.users", model.Users), ("B.items", model.Items) })
        {
            await using var stream = File.OpenRead(Path.Combine(folder["parquet"], name + ".parquet"));
            var rows = (await ParquetSerializer.DeserializeAsync<VectorRow>(stream)).Data;
            Assert.Equal(ids.Ids.ToArray(), rows.Select(row => row.id));
            Assert.Equal(Table(model, ids), rows.SelectMany(row => row.vector));
        }
    }

    [Fact]
    public void Word2vec_refuses_spaces_in_ids_and_writes_nothing()
    {
        Vectors("word2vec", folder["spaces"]).Failed(1, "user id 'user 0.0' holds a space");
        Assert.Empty(Directory.GetFiles(folder["spaces"]));
    }

    [Fact]
    public void Word2vec_is_lines_of_ids_and_numbers()
    {
        Directory.CreateDirectory(folder["words"]);
        float[] vectors = [.. Enumerable.Range(0, 6).Select(n => n / 7f)];
        VectorFiles.Formats["word2vec"](Path.Combine(folder["words"], "x"), new IdTable("item", ["tea", "日本", "a,b"]), vectors);
        string[] lines = File.ReadAllLines(Path.Combine(folder["words"], "x.word2vec.txt"));
        Assert.Equal("3 2", lines[0]);
        var read = lines.Skip(1).Select(line => line.Split(' ')).ToArray();
        Assert.Equal(["tea", "日本", "a,b"], read.Select(fields => fields[0]));
        Assert.Equal(vectors, read.SelectMany(fields => fields.Skip(1)).Select(field => float.Parse(field, CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Npy_refuses_ids_of_several_lines()
    {
        var exception = Assert.Throws<ToolException>(() => VectorFiles.Formats["npy"](folder["lines"], new IdTable("item", ["a\nb"]), [1]));
        Assert.Contains("'a\\nb' holds a line end", exception.Message);
        Assert.False(File.Exists(folder["lines.npy"]));
    }

    [Theory]
    [InlineData("either --onnx or --vectors")]
    [InlineData("either --onnx or --vectors", "--onnx", "x", "--vectors", "B", "--output", "y")]
    [InlineData("belong together", "--vectors", "B")]
    [InlineData("belong together", "--onnx", "x", "--output", "y")]
    [InlineData("--format to them", "--onnx", "x", "--format", "npy")]
    [InlineData("'csv'", "--vectors", "B", "--output", "y", "--format", "csv")]
    [InlineData("no space 'GX'; it has B", "--vectors", "GX", "--output", "y")]
    public void Senseless_options_are_mistakes_in_the_usage(string expected, params string[] options)
    {
        var result = Export(options);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    [Fact]
    public void What_cannot_be_written_is_told()
    {
        Export("--onnx", Path.Combine(folder["none"], "x.onnx")).Failed(1, "none");
        Vectors("npy", folder.Write("file", "")).Failed(1, folder["file"]);
    }

    private static float[] Table(GlobalLocalModel model, IdTable ids)
    {
        var space = model.Attention.Spaces[0];
        return [.. Enumerable.Range(0, ids.Count).SelectMany(n => (ids == model.Users ? space.GetUserVector(n) : space.GetItemVector(n)).ToArray())];
    }

    private ToolResult Export(params string[] options) => ToolFolder.Run(["export", "--model", folder.Model, .. options]);

    private ToolResult Vectors(string format, string output) => Export("--vectors", "b", "--format", format, "--output", output);

#pragma warning disable IDE1006 // The names are those of the columns.
    private sealed class VectorRow
    {
        [ParquetRequired]
        public string id { get; set; } = "";

        public List<float> vector { get; set; } = [];
    }
#pragma warning restore IDE1006
}
