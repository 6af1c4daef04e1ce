namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>A statement that the runs were asked about, and what they say.</summary>
/// <param name="Statement">The statement, such as "AP is better than its best single space".</param>
/// <param name="Verdict">Whether it holds.</param>
/// <param name="Evidence">The numbers that say so.</param>
internal sealed record Claim(string Statement, Verdict Verdict, string Evidence);

/// <summary>What the runs say of a <see cref="Claim"/>.</summary>
internal enum Verdict
{
    /// <summary>It holds.</summary>
    Holds,

    /// <summary>The difference is one that chance explains.</summary>
    Open,

    /// <summary>It does not hold.</summary>
    Fails,
}
