namespace Microsoft.ML.GlobalLocal;

/// <summary>Checks options where they enter, and says which is wrong and what was expected.</summary>
internal static class OptionCheck
{
    /// <summary>Checks that a grid has values, all of them finite and in range.</summary>
    public static void Grid(IReadOnlyList<float>? values, float minimum, string option)
    {
        if (values is null || values.Count == 0)
        {
            throw new ArgumentException($"The option {option} holds no value; it needs at least one.", option);
        }

        foreach (float value in values)
        {
            AtLeast(value, minimum, option);
        }
    }

    /// <summary>Checks that a grid of whole numbers has values, all of them in range.</summary>
    public static void Grid(IReadOnlyList<int>? values, int minimum, string option) => Grid(values?.Select(value => (float)value).ToArray(), minimum, option);

    /// <summary>Checks that the factors of a search, if any, are above 1.</summary>
    public static void Factors(IReadOnlyList<float>? values, string option)
    {
        if (values is null || values.Any(value => !float.IsFinite(value) || value <= 1))
        {
            throw new ArgumentOutOfRangeException(option, $"The option {option} must hold finite factors above 1, or none.");
        }
    }

    /// <summary>Checks that a value is finite.</summary>
    public static void Finite(float value, string option)
    {
        if (!float.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be finite.");
        }
    }

    /// <summary>Checks that a value is finite and not below its least.</summary>
    public static void AtLeast(float value, float minimum, string option)
    {
        if (!float.IsFinite(value) || value < minimum)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be finite and at least {minimum}.");
        }
    }

    /// <summary>Checks that a value is finite and not above its most.</summary>
    public static void AtMost(double value, double maximum, string option)
    {
        if (!double.IsFinite(value) || value > maximum)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be finite and at most {maximum}.");
        }
    }

    /// <summary>Checks that a value is finite and above a bound.</summary>
    public static void Above(double value, double bound, string option)
    {
        if (!double.IsFinite(value) || value <= bound)
        {
            throw new ArgumentOutOfRangeException(option, value, $"The option {option} must be finite and above {bound}.");
        }
    }
}
