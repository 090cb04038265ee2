using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$formatBase: integers in bases from 2 to 36.</summary>
internal static class FormatBase
{
    // From here on digits are not exact: a double holds each integer up to 2^53, and remainders tell a few bits more.
    private const double Exact = 1L << 57;

    /// <exception cref="JsonataException">D3100: no such base.</exception>
    public static JsonataValue Format(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (!args.At(0).IsNumber)
        {
            return default;
        }

        var value = Rounding.HalfEven(args[0].AsDouble);
        var radix = args.At(1).IsNumber ? Rounding.HalfEven(args[1].AsDouble) : 10;
        if (radix is < 2 or > 36)
        {
            throw new JsonataException("D3100", value: JsonataValue.Of(radix));
        }

        return JsonataValue.Of(radix == 10 || !double.IsFinite(value) ? JsonText.Number(value) : Digits(value, radix));
    }

    // Digits behind what the double holds are zeros, as JavaScript writes them.
    private static string Digits(double value, double radix)
    {
        Span<char> text = stackalloc char[1_100];
        var at = text.Length;
        var rest = Math.Abs(value);
        while (rest >= Exact)
        {
            rest /= radix;
            text[--at] = '0';
        }

        do
        {
            var digit = rest % radix;
            text[--at] = "0123456789abcdefghijklmnopqrstuvwxyz"[(int)digit];
            rest = (rest - digit) / radix;
        } while (rest > 0);

        if (value < 0)
        {
            text[--at] = '-';
        }

        return text[at..].ToString();
    }
}
