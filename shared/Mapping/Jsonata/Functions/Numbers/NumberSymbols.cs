using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>The characters of a number's picture string (XPath F&amp;O 3.1, 4.7.1).</summary>
internal sealed record NumberSymbols
{
    public static readonly NumberSymbols Default = new();

    public string Decimal { get; private init; } = ".";
    public string Grouping { get; private init; } = ",";
    public string Exponent { get; private init; } = "e";
    public string Minus { get; private init; } = "-";
    public string Percent { get; private init; } = "%";
    public string PerMille { get; private init; } = "\u2030";
    public string Zero { get; private init; } = "0";
    public string Digit { get; private init; } = "#";
    public string Pattern { get; private init; } = ";";

    /// <summary>The defaults with what an expression gives instead; values that are no strings, or empty, are passed over.</summary>
    public static NumberSymbols Of(JsonataObject options)
    {
        return new()
        {
            Decimal = Given("decimal-separator", Default.Decimal),
            Grouping = Given("grouping-separator", Default.Grouping),
            Exponent = Given("exponent-separator", Default.Exponent),
            Minus = Given("minus-sign", Default.Minus),
            Percent = Given("percent", Default.Percent),
            PerMille = Given("per-mille", Default.PerMille),
            Zero = Given("zero-digit", Default.Zero),
            Digit = Given("digit", Default.Digit),
            Pattern = Given("pattern-separator", Default.Pattern),
        };

        string Given(string name, string otherwise) =>
            options[name].AsString() is { Length: > 0 } text ? text : otherwise;
    }

    /// <summary>A text that is the same for the same symbols.</summary>
    public string Key() =>
        new StringBuilder()
            .AppendJoin('\0', Decimal, Grouping, Exponent, Minus, Percent, PerMille, Zero, Digit, Pattern)
            .ToString();

    public bool IsDigit(char c) => c >= Zero[0] && c < Zero[0] + 10;

    public bool IsDigitOrOptional(char c) => IsDigit(c) || Is(Digit, c);

    /// <summary>Whether a character has a meaning, and is not a part of the text around the number.</summary>
    public bool IsActive(char c) => IsEdge(c) || Is(Exponent, c);

    /// <summary>Whether the text in front of the number or behind it ends at this character.</summary>
    public bool IsEdge(char c) =>
        (IsDigit(c) || Is(Decimal, c) || Is(Grouping, c) || Is(Digit, c) || Is(Pattern, c)) && !Is(Exponent, c);

    private static bool Is(string symbol, char c) => symbol.Length == 1 && symbol[0] == c;
}
