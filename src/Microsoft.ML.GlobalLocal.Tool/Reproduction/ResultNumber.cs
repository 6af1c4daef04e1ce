using System.Globalization;

namespace Microsoft.ML.GlobalLocal.Tool;

/// <summary>Numbers as text: for people as tables print them, for machines as they are.</summary>
internal static class ResultNumber
{
    /// <summary>A number as tables print it, without a zero before the point: <c>.2257</c>.</summary>
    public static string Format(double value, int decimals = 4) =>
        value.ToString(decimals == 0 ? "0" : "#." + new string('0', decimals), CultureInfo.InvariantCulture);

    /// <summary>A p-value: <c>p = .032</c>, or <c>p &lt; .001</c>.</summary>
    public static string FormatPValue(double pValue) => pValue < 0.001 ? "p < .001" : "p = " + Format(pValue, 3);

    /// <summary>A number of an axis: no more digits than it needs.</summary>
    public static string FormatShort(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>All digits, or nothing where there is no number.</summary>
    public static string FormatExact(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}
