namespace Microsoft.ML.GlobalLocal.Notebooks.Tests;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("globallocal-notebooks-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Cells_share_what_they_define_and_show_values_and_what_they_end_with()
    {
        var notebook = Write("int Twice(int n) => 2 * n;\nint a = 2;", "display(a);\nTwice(a + 1)", "a = 7;");
        var outputs = await NotebookRunner.RunAsync(notebook);
        Assert.Equal([[], ["2", "6"], []], notebook.Cells.Select(cell => outputs[cell].Select(output => output.Data["text/plain"])));
    }

    [Theory]
    [InlineData("throw new InvalidOperationException(\"no more\");", "no more")]
    [InlineData("int a = \"text\";", "CS0029")]
    [InlineData("#r \"nuget: No.Such.Package, 1.0.0\"", "No.Such.Package")]
    public async Task A_cell_that_fails_is_named(string source, string expected)
    {
        var exception = await Assert.ThrowsAsync<NotebookException>(() => NotebookRunner.RunAsync(Write("1 + 1", source)));
        Assert.Contains("notebook, cell cell-1", exception.Message);
        Assert.Contains(expected, exception.Message);
    }

    [Fact]
    public void The_outputs_are_kept_in_the_file()
    {
        var notebook = Write("1");
        notebook.Cells[0].Outputs = [new NotebookOutput(new Dictionary<string, string> { ["image/png"] = "AAAA", ["text/plain"] = "one\ntwo" })];
        notebook.Save();
        var read = Assert.Single(Assert.Single(Notebook.Load(notebook.Path).Cells).Outputs);
        Assert.Equal([new("image/png", "AAAA"), new("text/plain", "one\ntwo")], read.Data);
        Assert.EndsWith("}\n", File.ReadAllText(notebook.Path));
    }

    [Fact]
    public void A_twin_has_usings_first_and_types_last_and_shows_what_a_cell_ends_with()
    {
        string twin = NotebookTwin.Write(Write(
            "#r \"nuget: Microsoft.ML.GlobalLocal, 0.1.0\"\n#r \"nuget: TorchSharp-cpu, 0.107.0\"\nusing System.IO;\nvar a = new A();",
            "// The answer.\na.B + 1",
            "public class A\n{\n    public int B = 41;\n}\n\nint c = 3;"));
        Assert.Equal(
            """
            #!/usr/bin/env dotnet
            // Made from notebook.ipynb; change that, and make this anew by ./build.sh notebooks.
            #:project ../src/Microsoft.ML.GlobalLocal
            #:package TorchSharp-cpu
            using System.IO;

            var a = new A();

            // The answer.
            display(a.B + 1);

            int c = 3;

            // Prints a value.
            void display(object value) => Console.WriteLine($"{value}\n");

            public class A
            {
                public int B = 41;
            }

            """.ReplaceLineEndings("\n"),
            twin);
    }

    /// <summary>A notebook of cells of code.</summary>
    private Notebook Write(params string[] sources)
    {
        string path = Path.Combine(_folder.FullName, "notebook.ipynb");
        var cells = sources.Select((source, n) => new { cell_type = "code", id = $"cell-{n}", source = new[] { source }, outputs = Array.Empty<object>() });
        File.WriteAllText(path, System.Text.Json.JsonSerializer.Serialize(new { cells, metadata = new { }, nbformat = 4, nbformat_minor = 5 }));
        return Notebook.Load(path);
    }
}
