using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Microsoft.ML.GlobalLocal.Notebooks.Tests;

/// <summary>The notebooks of the repository: their cells run, their outputs are there, and their twins are made of the same cells.</summary>
public partial class NotebookTests
{
    private static readonly string Folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(GetPath())!, "..", "..", "notebooks"));

    public static TheoryData<string> Names => [.. Notebook.LoadAll(Folder).Select(notebook => notebook.Name)];

    [Fact]
    public void There_are_notebooks() =>
        Assert.Equal(["deployment", "evaluation", "own-space", "pipeline", "quick-start"], Notebook.LoadAll(Folder).Select(notebook => notebook.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_cells_run_and_show_what_the_file_keeps(string name)
    {
        // Other processors give other digits, so only the kinds of outputs are compared.
        foreach (var (cell, outputs) in await NotebookRunner.RunAsync(Load(name)))
        {
            Assert.Equal(Describe(cell.Outputs), Describe(outputs));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_is_of_the_format_and_tells_nothing_of_the_machine(string name)
    {
        var notebook = Load(name);
        Assert.Equal("4.5 .net-csharp", notebook.Format);
        Assert.Equal(notebook.Cells.Count, notebook.Cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(notebook.Cells, cell => Assert.Matches("^[a-z0-9-]{1,64}$", cell.Id));
        var outputs = notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => cell.Outputs).ToList();
        Assert.NotEmpty(outputs);
        foreach (var (mimeType, text) in outputs.SelectMany(output => output.Data))
        {
            Assert.NotEmpty(text);
            if (mimeType != "image/png")
            {
                Assert.DoesNotMatch(MachinePath(), Picture().Replace(text, ""));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_twin_is_made_of_the_same_cells(string name)
    {
        var notebook = Load(name);
        Assert.True(
            NotebookTwin.Write(notebook) == File.ReadAllText(notebook.TwinPath).ReplaceLineEndings("\n"),
            $"{notebook.TwinPath} is not what the cells of {notebook.Name}.ipynb give; run ./build.sh notebooks.");
    }

    [Fact]
    public void There_is_no_twin_without_a_notebook() =>
        Assert.Equal(Notebook.LoadAll(Folder).Select(notebook => notebook.TwinPath), Directory.GetFiles(Folder, "*.cs").Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_twin_compiles(string name)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]);
        var implicitUsings = new[] { "System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Net.Http", "System.Threading", "System.Threading.Tasks" };
        var compilation = CSharpCompilation.Create(
            name,
            [
                CSharpSyntaxTree.ParseText(File.ReadAllText(Load(name).TwinPath), options),
                CSharpSyntaxTree.ParseText(string.Concat(implicitUsings.Select(space => $"global using {space};\n")), options),
            ],
            PackageReferences.Assemblies.Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        Assert.DoesNotContain(compilation.GetDiagnostics(), found => found.Severity >= DiagnosticSeverity.Warning);
    }

    private static Notebook Load(string name) => Notebook.Load(Path.Combine(Folder, $"{name}.ipynb"));

    private static IEnumerable<string> Describe(IEnumerable<NotebookOutput> outputs) => outputs.Select(output => string.Join(", ", output.Data.Keys.Order(StringComparer.Ordinal)));

    private static string GetPath([CallerFilePath] string path = "") => path;

    [GeneratedRegex("""(^|[\s"'(])(/(tmp|home|root|usr|var|work)/|[A-Z]:\\)""", RegexOptions.Multiline)]
    private static partial Regex MachinePath();

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]*")]
    private static partial Regex Picture();
}
