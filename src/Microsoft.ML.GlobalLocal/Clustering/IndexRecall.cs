using System.Globalization;

namespace Microsoft.ML.GlobalLocal;

/// <summary>How much of the exhaustive lists a search of some clusters finds, measured on a sample of users when their number K was chosen.</summary>
public sealed class IndexRecall
{
    internal IndexRecall(float target, float measured, float visitedShare, int users, int topN)
    {
        Target = target;
        Measured = measured;
        VisitedShare = visitedShare;
        Users = users;
        TopN = topN;
    }

    /// <summary>The recall that was asked for, above 0 and up to 1.</summary>
    public float Target { get; }

    /// <summary>The share of the items of the exhaustive lists that the search finds, from 0 to 1.</summary>
    public float Measured { get; }

    /// <summary>The share of all items that the clusters searched hold, the mean over the users, from 0 to 1.</summary>
    public float VisitedShare { get; }

    /// <summary>The number of users of the sample.</summary>
    public int Users { get; }

    /// <summary>The length N of the lists.</summary>
    public int TopN { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Measured:0.0000} of the exhaustive top {TopN} of {Users} users at {VisitedShare:P1} of the items visited; asked for {Target:0.0###}");

    internal void Write(ModelWriter writer)
    {
        writer.Write(Target);
        writer.Write(Measured);
        writer.Write(VisitedShare);
        writer.Write(Users);
        writer.Write(TopN);
    }

    internal static IndexRecall Read(ModelReader reader) => new(
        reader.ReadFiniteSingle(), reader.ReadFiniteSingle(), reader.ReadFiniteSingle(), reader.ReadInt32(1, int.MaxValue), reader.ReadInt32(1, int.MaxValue));
}
