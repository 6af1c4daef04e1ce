namespace Microsoft.ML.GlobalLocal;

/// <summary>Takes evenly spread elements of a list that is longer than needed.</summary>
internal static class EvenSample
{
    /// <summary>The elements themselves where there are no more than asked for, else that many, evenly spread and in the same order.</summary>
    /// <param name="all">The elements.</param>
    /// <param name="maximum">The largest number to take.</param>
    public static T[] Take<T>(T[] all, int maximum) => all.Length <= maximum
        ? all
        : [.. Enumerable.Range(0, maximum).Select(n => all[(int)((long)n * all.Length / maximum)])];
}
