namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// A user, prepared for scoring by an <see cref="AttentionModel"/>: its vectors in every space, its items, and what of the attention depends
/// on the user alone. Made by <see cref="AttentionModel.CreateQuery"/> and filled again and again; not thread-safe.
/// </summary>
public sealed class UserQuery
{
    internal UserQuery(int spaceCount)
    {
        Vectors = new ReadOnlyMemory<float>[spaceCount];
        FoldedVectors = new float[spaceCount][];
        AttentionVectors = new float[spaceCount][];
        KeptScores = new float[spaceCount][];
        IsKept = new bool[spaceCount];
    }

    /// <summary>The user's index; -1 for a user who was not in training.</summary>
    public int User { get; internal set; } = -1;

    /// <summary>The user's items, ascending, each once.</summary>
    public ReadOnlySpan<int> Items => ItemMemory.Span;

    internal ReadOnlyMemory<int> ItemMemory { get; set; }

    /// <summary>g_r(u) of every space.</summary>
    internal ReadOnlyMemory<float>[] Vectors { get; }

    /// <summary>The buffers behind <see cref="Vectors"/> of a folded-in user.</summary>
    internal float[]?[] FoldedVectors { get; }

    /// <summary>f_r(g_r(u)) of every space, where the attention reads representations.</summary>
    internal float[]?[] AttentionVectors { get; }

    /// <summary>The scores of all items in a space where they are cheap only together; of this user where <see cref="IsKept"/> says so.</summary>
    internal float[]?[] KeptScores { get; }

    /// <summary>Whether the <see cref="KeptScores"/> of each space are of this user.</summary>
    internal bool[] IsKept { get; }

    internal float[]? AttentionBuffer { get; set; }

    /// <summary>The log of one plus the user's number of interactions.</summary>
    internal float LogActivity { get; set; }
}
