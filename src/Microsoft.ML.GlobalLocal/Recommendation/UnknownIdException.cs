namespace Microsoft.ML.GlobalLocal;

/// <summary>An id was asked for that the training data did not have.</summary>
public sealed class UnknownIdException : KeyNotFoundException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="kind">What the id names: <c>user</c> or <c>item</c>.</param>
    /// <param name="id">The id.</param>
    /// <param name="advice">What to do.</param>
    public UnknownIdException(string kind, string id, string advice)
        : base($"The {kind} '{id}' was not in the training data. {advice}")
    {
        Kind = kind;
        Id = id;
    }

    /// <summary>What the id names: <c>user</c> or <c>item</c>.</summary>
    public string Kind { get; }

    /// <summary>The id.</summary>
    public string Id { get; }
}
