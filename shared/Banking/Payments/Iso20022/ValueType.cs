using System.Text.RegularExpressions;
using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>A simple type: what a text must look like.</summary>
internal sealed class ValueType
{
    private readonly Func<string, (string Code, string Message)?> _check;

    private ValueType(string name, string kind, Func<string, (string Code, string Message)?> check)
    {
        Name = name;
        IsText = kind == "text" && !name.StartsWith("External", StringComparison.Ordinal);
        IsAmount = kind == "amount";
        _check = check;
    }

    public string Name { get; }

    /// <summary>Free text, in which the character set matters.</summary>
    public bool IsText { get; }

    /// <summary>Carries the attribute Ccy.</summary>
    public bool IsAmount { get; }

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public (string Code, string Message)? Check(string value) => _check(value);

    public static ValueType Parse(string[] line)
    {
        var (name, kind, rest) = (line[0], line[1], line[2..]);
        return new ValueType(
            name,
            kind,
            kind switch
            {
                "text" => Text(int.Parse(rest[0]), int.Parse(rest[1])),
                "pattern" => Pattern(name, rest[0]),
                "codes" => Codes(name, rest),
                "decimal" => value => Decimal(value, int.Parse(rest[0]), int.Parse(rest[1]), isSigned: true),
                "amount" => value => Decimal(value, int.Parse(rest[0]), int.Parse(rest[1]), isSigned: false),
                "date" => Date,
                "dateTime" => DateTime,
                "boolean" => value =>
                    value is "true" or "false" or "1" or "0"
                        ? null
                        : ("boolean", $"'{value}' is neither true nor false."),
                _ => throw new InvalidOperationException($"The table has a type {name} of the unknown kind {kind}."),
            }
        );
    }

    private static Func<string, (string, string)?> Text(int min, int max) =>
        value =>
            value.Length < min ? ("length", "The text is empty; leave the element out, or fill it.")
            : value.Length > max ? ("length", $"The text has {value.Length} characters; at most {max} are allowed.")
            : null;

    private static Func<string, (string, string)?> Pattern(string type, string pattern)
    {
        // \z and not $: the latter lets a line feed pass.
        var regex = new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant);
        return value =>
            regex.IsMatch(value) ? null : ("pattern", $"'{Shown(value)}' is no {type}; it has to match {pattern}.");
    }

    private static Func<string, (string, string)?> Codes(string type, string[] codes) =>
        value =>
            codes.Contains(value, StringComparer.Ordinal)
                ? null
                : ("code-list", $"'{Shown(value)}' is no {type}; allowed are {string.Join(", ", codes)}.");

    private static (string, string)? Decimal(string value, int totalDigits, int fractionDigits, bool isSigned)
    {
        var digits = value.AsSpan(value is ['+' or '-', ..] ? 1 : 0);
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? [] : digits[(point + 1)..];
        if (
            whole.Length + fraction.Length == 0
            || whole.ContainsAnyExceptInRange('0', '9')
            || fraction.ContainsAnyExceptInRange('0', '9')
        )
            return ("decimal", $"'{Shown(value)}' is no number; write it like 1234.56.");
        if (fraction.Length > fractionDigits)
            return (
                "fraction-digits",
                $"{Shown(value)} has {fraction.Length} decimals; at most {fractionDigits} are allowed."
            );
        if (whole.TrimStart('0').Length + fraction.Length > totalDigits)
            return ("total-digits", $"{Shown(value)} has more than {totalDigits} digits.");
        return !isSigned && value[0] == '-' && digits.ContainsAnyInRange('1', '9')
            ? ("range", $"{value} is negative.")
            : null;
    }

    private static (string, string)? Date(string value) =>
        value.Contains('T') || !IsoDate.TryDay(value, out _, out var conforms) || !conforms
            ? ("date", $"'{Shown(value)}' is no date; write it like 2026-01-31.")
            : null;

    // 24:00:00 is refused, though XML Schema has it: too many readers stumble.
    private static (string, string)? DateTime(string value) =>
        !IsoDate.TryInstant(value, out _, out var conforms)
        || !conforms
        || value.Contains("T24", StringComparison.Ordinal)
            ? ("date-time", $"'{Shown(value)}' is no date and time; write it like 2026-01-31T10:30:00Z.")
            : null;

    private static string Shown(string value) => value.Length > 60 ? value[..60] + "..." : value;
}
