namespace Microsoft.ML.GlobalLocal;

/// <summary>Reads some rows of a sparse matrix, and sums their entries by column, as parts of a graph.</summary>
internal static class SparseRowGraph
{
    /// <summary>Adds the numbers of rows, as <see cref="AddPositions"/> takes them.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="rows">The rows, of any type of whole numbers: [rows].</param>
    public static string AddRows(OnnxGraph graph, string rows) => graph.Add("Cast", [rows], ("to", (long)OnnxGraph.ElementType.Int64));

    /// <summary>
    /// Adds the positions of the entries in some rows, row after row. Within a row the position less the number of the entry is constant;
    /// so the changes of this difference are put where rows begin, and summed up.
    /// </summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="rowStarts">Where the entries of each row begin, and at the end their number.</param>
    /// <param name="rows">The rows, as 64-bit numbers: [rows].</param>
    public static string AddPositions(OnnxGraph graph, ReadOnlySpan<int> rowStarts, string rows)
    {
        string first = graph.AddList(0);
        string next = graph.AddList(1);
        string last = graph.AddList(-1);
        string end = graph.AddList(long.MaxValue);
        string axis = graph.AddScalar(0);

        string allStarts = graph.AddList([.. rowStarts.ToArray().Select(start => (long)start)]);
        string starts = graph.Add("Gather", [allStarts, rows]);
        string counts = graph.Add("Sub", [graph.Add("Gather", [allStarts, graph.Add("Add", [rows, next])]), starts]);
        string offsets = graph.Add("CumSum", [counts, axis], ("exclusive", 1));
        string differences = graph.Add("Concat", [first, graph.Add("Sub", [starts, offsets])], ("axis", 0));
        string changes = graph.Add("Sub", [graph.Add("Slice", [differences, next, end]), graph.Add("Slice", [differences, first, last])]);

        // One entry more than there are: that is where a last row without entries begins.
        string length = graph.Add("Add", [graph.Add("ReduceSum", [counts]), graph.AddList(1)]);
        string zeros = graph.Add("Expand", [first, length]);
        string placed = graph.Add("ScatterElements", [zeros, offsets, changes], ("axis", 0), ("reduction", "add"));
        string numbers = graph.Add("Range", [axis, graph.Add("Squeeze", [length]), graph.AddScalar(1)]);
        string positions = graph.Add("Add", [numbers, graph.Add("CumSum", [placed, axis])]);
        return graph.Add("Slice", [positions, first, last]);
    }

    /// <summary>Adds the sums of values by their columns: [columns].</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="columns">The column of each value: [values].</param>
    /// <param name="values">The values: [values].</param>
    /// <param name="count">The number of columns.</param>
    public static string AddSums(OnnxGraph graph, string columns, string values, int count)
    {
        string zeros = graph.Add("Expand", [graph.AddConstant([0f], 1), graph.AddList(count)]);
        return graph.Add("ScatterElements", [zeros, columns, values], ("axis", 0), ("reduction", "add"));
    }
}
