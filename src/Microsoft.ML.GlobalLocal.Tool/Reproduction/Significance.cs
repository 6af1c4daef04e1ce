namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What a corrected paired test says of values against others.</summary>
internal enum Significance
{
    /// <summary>Not tested, or no difference that chance would not explain.</summary>
    None,

    /// <summary>Better.</summary>
    Better,

    /// <summary>Worse.</summary>
    Worse,
}
