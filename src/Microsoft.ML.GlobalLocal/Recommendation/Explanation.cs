namespace Microsoft.ML.GlobalLocal;

/// <summary>Why a model scores an item for a user as it does.</summary>
/// <param name="User">The user's id; <see langword="null"/>: a user who was not in the training data.</param>
/// <param name="Item">The item's id.</param>
/// <param name="Score">The score.</param>
/// <param name="Spaces">What each space contributes.</param>
/// <param name="PairFactor">What the attention multiplies the blended score with, whichever space counts; 1 where it has no factors for pairs.</param>
/// <param name="NearestOwnItems">The user's own items that are most like the item, the nearest first.</param>
[TypeFormatterSource(typeof(TableFormatterSource))]
public sealed record Explanation(string? User, string Item, float Score, IReadOnlyList<SpaceContribution> Spaces, float PairFactor, IReadOnlyList<Neighbour> NearestOwnItems) : ITabular
{
    IReadOnlyList<DisplayTable> ITabular.ToTables() =>
    [
        DisplayTable.Of(Spaces, $"{Item} for {User ?? "a new user"}: score {DisplayTable.Format(Score)}{(PairFactor == 1 ? "" : $", with a factor of {DisplayTable.Format(PairFactor)} whichever space counts")}"),
        DisplayTable.Of(NearestOwnItems, $"nearest to {Item} of what {User ?? "the new user"} has"),
    ];

    /// <summary>The tables as text.</summary>
    public override string ToString() => ((ITabular)this).ToText();
}
