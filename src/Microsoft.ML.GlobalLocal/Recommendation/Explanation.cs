namespace Microsoft.ML.GlobalLocal;

/// <summary>Why a model scores an item for a user as it does.</summary>
/// <param name="User">The user's id; <see langword="null"/>: a user who was not in the training data.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Score">The score.</param>
/// <param name="Spaces">What each space contributes.</param>
/// <param name="PairBias">What the attention adds, whichever space counts; 0 where it has no bias for pairs.</param>
/// <param name="NearestOwnItems">The user's own items that are most like the item, the nearest first.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Explanation(string? User, string Item, float Score, IReadOnlyList<SpaceContribution> Spaces, float PairBias, IReadOnlyList<Neighbour> NearestOwnItems) : ITabular
{
    IReadOnlyList<DisplayTable> ITabular.ToTables() =>
    [
        DisplayTable.Of(Spaces, $"{Item} for {User ?? "a new user"}: score {DisplayTable.Format(Score)}{(PairBias == 0 ? "" : $", of which {DisplayTable.Format(PairBias)} whichever space counts")}"),
        DisplayTable.Of(NearestOwnItems, $"nearest to {Item} of what {User ?? "the new user"} has"),
    ];

    /// <summary>The tables as text.</summary>
    public override string ToString() => ((ITabular)this).ToText();
}
