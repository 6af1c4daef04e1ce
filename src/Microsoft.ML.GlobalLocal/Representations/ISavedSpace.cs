namespace Microsoft.ML.GlobalLocal;

/// <summary>How a <see cref="ScoringSpace"/> is read from a model zip.</summary>
/// <typeparam name="TSelf">The space.</typeparam>
public interface ISavedSpace<TSelf>
    where TSelf : ScoringSpace, ISavedSpace<TSelf>
{
    /// <summary>Makes the space of what <see cref="ScoringSpace.WriteContent"/> wrote.</summary>
    /// <param name="reader">Where to read.</param>
    /// <param name="tables">The name, the vectors and the folding, which are read already.</param>
    /// <exception cref="InvalidDataException">The content cannot be right.</exception>
    static abstract TSelf Read(ModelReader reader, SpaceTables tables);
}
