namespace Microsoft.ML.GlobalLocal.Tool.Tests;

public class SeedNoteTests
{
    [Fact]
    public void All_seeds_are_one_number()
    {
        Assert.Equal("One seed.", SeedNote.Describe(1, [("A", "x", 1), ("B", "x", 1)]));
        Assert.Equal("Means over 3 seeds.", SeedNote.Describe(3, [("A", "x", 3), ("A", "y", 3)]));
    }

    [Fact]
    public void Missing_ones_are_told_for_each_data_set_and_system()
    {
        var found = new[] { ("A", "x", 3), ("A", "y", 3), ("A", "z", 1), ("A", "missing", 0), ("B", "x", 1) };
        Assert.Equal("Seeds that the means are over: A 3, but 1 of z; B 1.", SeedNote.Describe(3, found));
    }

    [Fact]
    public void What_is_not_there_at_all_is_not_spoken_of() => Assert.Equal("Means over 2 seeds.", SeedNote.Describe(2, [("A", "x", 2), ("A", "y", 0)]));
}
