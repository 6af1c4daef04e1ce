using System.CommandLine.Parsing;
using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Parsers of option values; what they refuse is a mistake in the usage.</summary>
internal static class OptionParsers
{
    /// <summary>A whole number, at least 1.</summary>
    public static int AtLeastOne(ArgumentResult result) => AtLeast(1, result);

    /// <summary>A whole number, at least 0.</summary>
    public static int AtLeastZero(ArgumentResult result) => AtLeast(0, result);

    /// <summary>A number above 0 and not above 1.</summary>
    public static double Share(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !(value > 0 && value <= 1))
        {
            result.AddError($"{GetName(result)} is '{text}'; it must be a number above 0 and not above 1, such as 0.99.");
        }

        return value;
    }

    /// <summary>A finite number.</summary>
    public static float Finite(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
        {
            result.AddError($"{GetName(result)} is '{text}'; it must be a finite number such as 3.5.");
        }

        return value;
    }

    /// <summary>A character that separates columns, itself or by name.</summary>
    public static char Delimiter(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        char value = text.ToLowerInvariant() switch
        {
            "tab" or "\\t" => '\t',
            "comma" => ',',
            "semicolon" => ';',
            "space" => ' ',
            { Length: 1 } => text[0],
            _ => '"',
        };
        if (value is '"' or '\r' or '\n' or '\0')
        {
            result.AddError($"{GetName(result)} is '{text}'; expected one character, which may be no quote, or tab, comma, semicolon or space.");
        }

        return value;
    }

    private static int AtLeast(int minimum, ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) || value < minimum)
        {
            result.AddError($"{GetName(result)} is '{text}'; it must be a whole number, at least {minimum}.");
        }

        return value;
    }

    private static string GetName(ArgumentResult result) => ((OptionResult)result.Parent!).Option.Name;
}
