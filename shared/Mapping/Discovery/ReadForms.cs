using System.Globalization;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>Says what a value looks like. It is asked for each value of each record, and so looks at the length and the first character before it parses.</summary>
internal static class ReadForms
{
    /// <summary>How many forms there are.</summary>
    public const int Count = 24;

    /// <summary>The patterns of dates, for the format <c>date:PATTERN</c>. Where day and month can't be told apart the day comes first.</summary>
    public static readonly (ValueForms Form, string Pattern)[] DatePatterns =
    [
        (ValueForms.IsoDate, "yyyy-MM-dd"),
        (ValueForms.DayDots, "dd.MM.yyyy"),
        (ValueForms.DaySlashes, "dd/MM/yyyy"),
        (ValueForms.MonthSlashes, "MM/dd/yyyy"),
        (ValueForms.DayDashes, "dd-MM-yyyy"),
        (ValueForms.YearSlashes, "yyyy/MM/dd"),
        (ValueForms.CompactDate, "yyyyMMdd"),
    ];

    private const int LongestIban = 42;

    /// <summary>The forms of a text that is not empty.</summary>
    public static ValueForms OfText(string text)
    {
        var trimmed = text.Trim();
        var forms = trimmed.Length == text.Length ? ValueForms.None : ValueForms.Padded;
        if (trimmed.Length is 0 or > 254)
        {
            return forms;
        }
        return char.IsAsciiDigit(trimmed[0]) || trimmed[0] is '-' or '+' or '.' or ','
            ? forms | Digits(trimmed)
            : forms | Letters(trimmed);
    }

    /// <summary>The forms of a JSON number, by its digits.</summary>
    public static ValueForms OfNumber(string digits)
    {
        var forms = Decimals(digits);
        if (
            (forms & ValueForms.Whole) != 0
            && long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        )
        {
            forms |= number is >= 1_104_537_600 and < 2_208_988_800 ? ValueForms.UnixTime : ValueForms.None;
            forms |= digits.Length == 8 ? Compact(digits) : ValueForms.None;
        }
        return forms;
    }

    private static ValueForms Letters(string text)
    {
        if (text.StartsWith("/Date(", StringComparison.Ordinal))
        {
            return text.EndsWith(")/", StringComparison.Ordinal) ? ValueForms.ODataDate : ValueForms.None;
        }
        if (text.Length <= LongestIban && text.Length >= 15 && char.IsAsciiLetter(text[0]) && Iban.IsValid(text))
        {
            return ValueForms.Iban | Writing(text);
        }
        if (text.Length is 2 or 3 or 8 or 11 && text.All(char.IsAsciiLetterOrDigit))
        {
            var upper = text.ToUpperInvariant();
            var form = text.Length switch
            {
                2 when IsoCodes.IsCountry(upper) => ValueForms.Country,
                3 when IsoCodes.IsCurrency(upper) => ValueForms.Currency,
                8 or 11 when IsBic(text) => ValueForms.Bic,
                _ => ValueForms.None,
            };
            return form == ValueForms.None ? form : form | Writing(text);
        }
        return IsEmail(text) ? ValueForms.Email : ValueForms.None;
    }

    private static ValueForms Writing(string text) =>
        (text.Contains(' ', StringComparison.Ordinal) ? ValueForms.Blanks : ValueForms.None)
        | (text.Any(char.IsLower) ? ValueForms.SmallLetters : ValueForms.None);

    private static ValueForms Digits(string text)
    {
        var forms = Decimals(text);
        if (text.Length == 8)
        {
            forms |= Compact(text);
        }
        else if (text.Length == 10)
        {
            foreach (var (form, pattern) in DatePatterns)
            {
                forms |= IsDate(text, pattern) ? form : ValueForms.None;
            }
        }
        else if (text.Length is >= 16 and <= 35 && text[4] == '-' && text[10] is 'T' or ' ')
        {
            forms |= Moment(text);
        }
        return forms == ValueForms.None && IsEmail(text) ? ValueForms.Email : forms;
    }

    private static ValueForms Moment(string text)
    {
        var hasOffset = text[^1] == 'Z' || text.AsSpan(11).IndexOfAny('+', '-') > 0;
        return !DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)
                ? ValueForms.None
            : hasOffset && text[10] == 'T' ? ValueForms.DateTime
            : ValueForms.LocalDateTime;
    }

    // Years that books are kept for; 21100000 is an account and no date.
    private static ValueForms Compact(string text) =>
        text[..2] is "19" or "20" && IsDate(text, "yyyyMMdd") ? ValueForms.CompactDate : ValueForms.None;

    private static bool IsDate(string text, string pattern) =>
        DateOnly.TryParseExact(text, pattern, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    // -1234.50, 12.50- (SAP), 1 234,50 and 1.234,50
    private static ValueForms Decimals(string text)
    {
        var body = text.AsSpan();
        body = body[0] is '-' or '+' ? body[1..] : body;
        body = body.Length > 1 && body[^1] == '-' ? body[..^1] : body;
        var comma = body.LastIndexOf(',');
        var point = body.LastIndexOf('.');
        var at = Math.Max(comma, point);
        var whole = at < 0 ? body : body[..at];
        var places = at < 0 ? 0 : body.Length - at - 1;
        var isComma = comma > point;
        var blanks = false;
        foreach (var c in whole)
        {
            var isBlank = c is ' ' or '\u00a0' or '\u202f';
            blanks |= isBlank;
            if (!char.IsAsciiDigit(c) && !isBlank && !(isComma && c == '.'))
            {
                return ValueForms.None;
            }
        }
        if (whole.IsEmpty || (at >= 0 && (places == 0 || body[(at + 1)..].IndexOfAnyExceptInRange('0', '9') >= 0)))
        {
            return ValueForms.None;
        }
        return (
                at < 0 ? ValueForms.Whole
                : isComma ? ValueForms.CommaDecimals
                : ValueForms.PointDecimals
            )
            | (places == 2 ? ValueForms.TwoPlaces : ValueForms.None)
            | (blanks ? ValueForms.Blanks : ValueForms.None)
            | (text[0] == '-' || text[^1] == '-' ? ValueForms.Negative : ValueForms.None);
    }

    private static bool IsBic(string text) =>
        text.AsSpan(0, 4).IndexOfAnyExceptInRange('A', 'Z') < 0
        && IsoCodes.IsCountry(text[4..6])
        && text.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at == text.LastIndexOf('@')
            && text.IndexOf('.', at) is var point
            && point > at + 1
            && point < text.Length - 1
            && !text.Any(char.IsWhiteSpace);
    }
}
