namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>What a figure shows: panels in rows, each with curves. <see cref="FigureWriter"/> draws it.</summary>
internal sealed record FigureData
{
    /// <summary>The name of its files, without extension, such as <c>figure-4</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>How it was obtained, in sentences; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>The panels, row by row. A row may be shorter than others.</summary>
    public required IReadOnlyList<IReadOnlyList<FigurePanel>> Rows { get; init; }
}

/// <summary>One panel of a figure.</summary>
/// <param name="Title">What is above it, such as the data set.</param>
/// <param name="XTitle">What its X-axis is.</param>
/// <param name="YTitle">What its Y-axis is.</param>
/// <param name="Curves">Its curves. A curve of the same name looks the same in every panel.</param>
/// <param name="IsLogarithmic">Whether both axes are logarithmic; all numbers must then be above 0.</param>
internal sealed record FigurePanel(string Title, string XTitle, string YTitle, IReadOnlyList<FigureCurve> Curves, bool IsLogarithmic = false);

/// <summary>One curve.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="X">Where its points are, ascending.</param>
/// <param name="Y">Their values, as many.</param>
internal sealed record FigureCurve(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The curve of what grows in proportion, for comparison.</summary>
    /// <param name="x">Where its points are.</param>
    /// <param name="first">The value of the first.</param>
    public static FigureCurve Proportional(IReadOnlyList<double> x, double first) => new("in proportion", x, [.. x.Select(value => first * value / x[0])]);
}
