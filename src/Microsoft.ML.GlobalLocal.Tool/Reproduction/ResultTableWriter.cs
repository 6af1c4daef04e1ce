namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Writes tables of results as CSV, a line per cell, and as Markdown, a table per group of columns.</summary>
internal static class ResultTableWriter
{
    /// <summary>Writes a header and a line per cell that is not empty, with all digits.</summary>
    public static void WriteCsv(ResultTable table, TextWriter output)
    {
        CsvLine.Write(output, "row group", "row", "column group", "column", "mean", "deviation", "paper", "significance", "text");
        foreach (var row in table.Rows)
        {
            foreach (var (column, cell) in table.Columns.Zip(row.Cells).Where(pair => pair.Second != ResultCell.Empty))
            {
                CsvLine.Write(
                    output,
                    row.Group,
                    row.Title,
                    column.Group,
                    column.Title,
                    ResultNumber.FormatExact(cell.Mean),
                    ResultNumber.FormatExact(cell.Deviation),
                    ResultNumber.FormatExact(cell.Paper),
                    cell.Significance == Significance.None ? "" : cell.Significance.ToString().ToLowerInvariant(),
                    cell.Text);
            }
        }
    }

    /// <summary>Writes the notes, a table per group of columns, and what the signs in them mean.</summary>
    public static void WriteMarkdown(ResultTable table, TextWriter output)
    {
        if (table.Notes.Count > 0)
        {
            output.Write($"{string.Join('\n', table.Notes.Select(note => $"- {note}"))}\n\n");
        }

        foreach (var columns in Enumerable.Range(0, table.Columns.Count).GroupBy(column => table.Columns[column].Group))
        {
            if (columns.Key.Length > 0)
            {
                output.Write($"**{columns.Key}**\n\n");
            }

            WriteColumns(table, [.. columns], output);
            output.Write("\n");
        }

        var legend = Legend(table).ToArray();
        if (legend.Length > 0)
        {
            output.Write($"{string.Join(' ', legend)}\n\n");
        }
    }

    private static void WriteColumns(ResultTable table, int[] columns, TextWriter output)
    {
        bool grouped = table.Rows.Any(row => row.Group.Length > 0);
        var best = columns.Select(column => table.Rows.Max(row => row.Cells[column].Mean)).ToArray();
        MarkdownTable.Write(
            output,
            [.. grouped ? [table.RowGroupTitle] : Array.Empty<string>(), table.RowTitle, .. columns.Select(column => table.Columns[column].Title)],
            table.Rows.Where(row => columns.Any(column => row.Cells[column] != ResultCell.Empty)).Select(row => (string[])
            [
                .. grouped ? [row.Group] : Array.Empty<string>(),
                row.Title,
                .. columns.Zip(best, (column, largest) => Format(row.Cells[column], table.Columns[column], largest)),
            ]));
    }

    private static string Format(ResultCell cell, ResultColumn column, double? largest)
    {
        var parts = new List<string>();
        if (cell.Mean is { } mean)
        {
            string number = ResultNumber.Format(mean, column.Decimals);
            parts.Add(column.MarkBest && mean == largest ? $"**{number}**" : number);
        }

        if (cell.Deviation is { } deviation)
        {
            parts.Add("± " + ResultNumber.Format(deviation, column.Decimals));
        }

        if (cell.Significance != Significance.None)
        {
            parts.Add(cell.Significance == Significance.Better ? "↑" : "↓");
        }

        if (cell.Text.Length > 0)
        {
            parts.Add(cell.Text);
        }

        if (cell.Paper is { } paper)
        {
            parts.Add($"[{ResultNumber.Format(paper, column.Decimals)}]");
        }

        return string.Join(' ', parts);
    }

    private static IEnumerable<string> Legend(ResultTable table)
    {
        var cells = table.Rows.SelectMany(row => row.Cells).ToArray();
        if (table.Columns.Any(column => column.MarkBest) && cells.Any(cell => cell.Mean is not null))
        {
            yield return "Bold: the best of its column.";
        }

        if (cells.Any(cell => cell.Deviation is not null))
        {
            yield return "±: the standard deviation over the seeds.";
        }

        if (cells.Any(cell => cell.Paper is not null))
        {
            yield return "In brackets: what the paper prints.";
        }

        if (table.Reference is { Comparisons: > 0 } reference)
        {
            yield return $"↑ and ↓: better and worse than {reference.Row}, by the Wilcoxon signed-rank test over the users, two-sided, p < {ResultNumber.Format(PairedTest.Level, 2)} after Holm's correction for the {reference.Comparisons} comparisons of this table; over the seeds that both ran with, and only where each of them points to the same side.";
        }
    }
}
