namespace Microsoft.ML.GlobalLocal;

/// <summary>A named set of spaces and options of <see cref="GlobalLocalTrainer"/>.</summary>
public enum GlobalLocalPreset
{
    /// <summary>What ranks best on held-out data without anything set by hand: spaces that differ in kind, attention over their scores.</summary>
    Default,

    /// <summary>The paper's four spaces and attention over representations, with the paper's settings, unimproved.</summary>
    Paper2021,
}
