using CsCheck;
using Microsoft.ML.Data;

namespace Microsoft.ML.GlobalLocal.Tests;

public class DelimitedLineTests
{
    [Fact]
    public void Cuts_every_line_as_the_text_loader_does()
    {
        // Characters with a meaning, and some without; at least one field is needed for a row.
        var field = Gen.OneOf(
            Gen.String[Gen.OneOfConst('a', ' ', 'é'), 0, 4],
            Gen.String[Gen.OneOfConst('a', ' ', ',', ';'), 0, 4].Select(text => $"\"{text}\""),
            Gen.Const("\"say \"\"hi\"\"\""));
        Gen.Select(field.Array[3], Gen.OneOfConst(',', ' ')).Sample((fields, delimiter) =>
        {
            string text = string.Join(delimiter, fields);
            var line = new DelimitedLine(delimiter, allowQuoting: true);
            if (line.Parse("x" + delimiter + text, 1) is null)
            {
                Assert.Equal(Load("x" + delimiter + text, delimiter, line.Count), Enumerable.Range(0, line.Count).Select(line.GetText));
            }
        }, iter: 100);
    }

    private static IEnumerable<string> Load(string text, char delimiter, int count)
    {
        var mlContext = new MLContext();
        using var folder = new TemporaryFolder();
        var view = mlContext.Data.LoadFromTextFile(folder.Write("data", text), new TextLoader.Options
        {
            Columns = [.. Enumerable.Range(0, count).Select(n => new TextLoader.Column($"C{n}", DataKind.String, n))],
            Separators = [delimiter],
            AllowQuoting = true,
            AllowSparse = false,
        });
        return Enumerable.Range(0, count).Select(n => view.GetColumn<string>($"C{n}").Single()).ToArray();
    }
}
