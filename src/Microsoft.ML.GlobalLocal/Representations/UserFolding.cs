namespace Microsoft.ML.GlobalLocal;

/// <summary>How a space makes the vector of a user who was not in training from the items that it touched (fold-in).</summary>
public abstract class UserFolding
{
    private protected UserFolding()
    {
    }

    /// <summary>Computes the vector of one user.</summary>
    /// <param name="itemVectors">The items' vectors, row after row: [items * dimension]; not changed between calls.</param>
    /// <param name="items">The user's items, ascending, each once.</param>
    /// <param name="vector">Receives the vector, of length dimension; zeros where there are no items.</param>
    internal abstract void Fold(float[] itemVectors, ReadOnlySpan<int> items, Span<float> vector);

    /// <summary>Computes the vectors of all users of a matrix: for spaces in which a training user is represented as a new one is.</summary>
    /// <param name="itemVectors">The items' vectors, row after row: [items * dimension]; not changed between calls.</param>
    /// <param name="interactions">The users' items.</param>
    /// <param name="parallelism">The number of threads, and what stops the work.</param>
    /// <returns>The vectors, row after row: [users * dimension].</returns>
    internal float[] FoldAll(float[] itemVectors, InteractionMatrix interactions, ParallelOptions parallelism)
    {
        int dimension = itemVectors.Length / interactions.ItemCount;
        var users = VectorTable.Create(interactions.UserCount, dimension);
        Parallel.For(0, interactions.UserCount, parallelism, user => Fold(itemVectors, interactions.GetItems(user), users.AsSpan(user * dimension, dimension)));
        return users;
    }
}
