namespace Microsoft.ML.GlobalLocal;

/// <summary>
/// The base of spaces whose score is code of their own, such as a network over a user's and an item's vector. The vectors are what an index, the
/// attention over representations and <see cref="Recommender.SimilarItems"/> read. Immutable and thread-safe, as every space.
/// </summary>
/// <remarks>
/// A class that derives from it also implements <see cref="ISavedSpace{TSelf}"/>, by which a model zip with such a space is loaded again. The zip
/// names the class and its assembly; a host references that assembly, and registers nothing.
/// </remarks>
public abstract class ScoringSpace : RepresentationSpace
{
    /// <summary>Makes the base of a space.</summary>
    /// <param name="tables">The name, the vectors and the folding. The vectors are not copied.</param>
    /// <exception cref="ArgumentException">A table does not hold whole vectors, an entry is not finite, or the folding is of another number of items.</exception>
    protected ScoringSpace(SpaceTables tables)
        : base(tables.Name, tables.Dimension, tables.UserVectors, tables.ItemVectors, tables.Folding ?? new MeanFolding(normalize: false))
    {
    }

    /// <inheritdoc/>
    public override VectorSimilarity Similarity => VectorSimilarity.Product;

    /// <summary>Writes what the space has beside its name, its vectors and its folding; <see cref="ISavedSpace{TSelf}.Read"/> reads it in the same order.</summary>
    /// <param name="writer">Where to write.</param>
    protected internal abstract void WriteContent(ModelWriter writer);
}
