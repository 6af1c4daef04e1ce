namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Says how many seeds the means of a table or figure are over; where runs are missing, for each data set and system.</summary>
internal static class SeedNote
{
    /// <summary>Makes the sentence.</summary>
    /// <param name="seeds">The number of seeds that were asked for.</param>
    /// <param name="found">For each data set and system how many seeds there are; without any, it is not spoken of.</param>
    public static string Describe(int seeds, IEnumerable<(string DataSet, string System, int Seeds)> found)
    {
        var present = found.Where(entry => entry.Seeds > 0).ToArray();
        if (present.All(entry => entry.Seeds == seeds))
        {
            return seeds == 1 ? "One seed." : $"Means over {seeds} seeds.";
        }

        return $"Seeds that the means are over: {string.Join("; ", present.GroupBy(entry => entry.DataSet).Select(DescribeDataSet))}.";
    }

    private static string DescribeDataSet(IGrouping<string, (string DataSet, string System, int Seeds)> entries)
    {
        int usual = entries.GroupBy(entry => entry.Seeds).MaxBy(group => (group.Count(), group.Key))!.Key;
        var others = entries.Where(entry => entry.Seeds != usual).GroupBy(entry => entry.Seeds).OrderBy(group => group.Key).Select(group => $"{group.Key} of {string.Join(", ", group.Select(entry => entry.System).Distinct())}").ToArray();
        return $"{entries.Key} {usual}{(others.Length == 0 ? "" : $", but {string.Join(", ", others)}")}";
    }
}
