using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Microsoft.ML.GlobalLocal.Notebooks;

/// <summary>
/// The twin of a notebook: the same cells as one file for <c>dotnet run</c>. The order that C# wants of a file makes the only differences: usings come
/// first and types last. The value that a cell ends with is shown by <c>display</c>, which here prints, and writes pictures to files.
/// </summary>
public static class NotebookTwin
{
    private const string OwnPackages = "Microsoft.ML.GlobalLocal";
    private const string PicturePackage = "Microsoft.ML.GlobalLocal.Plots";

    /// <summary>Makes the text of the twin.</summary>
    public static string Write(Notebook notebook)
    {
        var body = new StringBuilder();
        var usings = new SortedSet<string>(StringComparer.Ordinal);
        var types = new List<string>();
        foreach (var cell in notebook.Cells)
        {
            string part = cell.IsCode ? WriteCode(cell.Source, usings, types) : WriteText(cell.Source);
            body.Append(part.Length > 0 ? $"\n{part}\n" : "");
        }

        var packages = notebook.Cells.Where(cell => cell.IsCode).SelectMany(cell => PackageReferences.Find(cell.Source)).ToList();
        var lines = new List<string> { "#!/usr/bin/env dotnet", $"// Made from {notebook.Name}.ipynb; change that, and make this anew by ./build.sh notebooks." };
        lines.AddRange(packages.Where(IsOwn).Select(name => $"#:project ../src/{name}"));
        lines.AddRange(packages.Where(name => !IsOwn(name)).Select(name => $"#:package {name}"));
        lines.AddRange(usings);
        bool hasPictures = packages.Contains(PicturePackage);
        string text = $"{string.Join('\n', lines)}\n{(hasPictures ? "\nint pictures = 0;\n" : "")}{body}\n{(hasPictures ? WriteDisplayOfPictures(notebook.Name) : Display)}";
        return (types.Count == 0 ? text : $"{text}\n{string.Join("\n\n", types)}\n").ReplaceLineEndings("\n");
    }

    private static bool IsOwn(string package) => package == OwnPackages || package.StartsWith(OwnPackages + ".", StringComparison.Ordinal);

    private static string WriteText(string markdown) => string.Join('\n', markdown.TrimEnd().Split('\n').Select(line => $"// {line}".TrimEnd()));

    private static string WriteCode(string source, SortedSet<string> usings, List<string> types)
    {
        var tree = CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.Latest, kind: SourceCodeKind.Script));
        var unit = tree.GetCompilationUnitRoot();
        usings.UnionWith(unit.Usings.Select(directive => directive.ToString()));
        var code = new StringBuilder();
        foreach (var member in unit.Members)
        {
            if (member is BaseTypeDeclarationSyntax)
            {
                types.Add(Trim(member.ToFullString()));
            }
            else if (member is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last })
            {
                code.Append(member.GetLeadingTrivia().ToFullString()).Append($"display({last.Expression.WithoutTrivia().ToFullString()});");
            }
            else
            {
                code.Append(member.ToFullString());
            }
        }

        return Trim(string.Join('\n', code.ToString().Split('\n').Where(line => !line.StartsWith("#r ", StringComparison.Ordinal))));
    }

    private static string Trim(string code) => code.Trim('\n').TrimEnd();

    private const string Display = """
        // Prints a value.
        void display(object value) => Console.WriteLine($"{value}\n");

        """;

    private static string WriteDisplayOfPictures(string name) => $$"""
        // Prints a value, and writes a picture to a file.
        void display(object value)
        {
            Console.WriteLine($"{value}\n");
            if (value is ModelPlot plot)
            {
                Directory.CreateDirectory(Path.Combine("artifacts", "notebooks"));
                string picture = Path.Combine("artifacts", "notebooks", $"{{name}}-{++pictures}.png");
                plot.SavePng(picture);
                Console.WriteLine($"{picture}\n");
            }
        }

        """;
}
