using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Dates of ISO 8601 as JavaScript reads them: a year, perhaps a month and a day, a time, and an offset from UTC.</summary>
internal static class IsoDate
{
    /// <summary>Milliseconds since 1970; NaN for a date that looks like one and is none. Times without offset are in UTC.</summary>
    /// <exception cref="JsonataException">D3110: it does not look like one.</exception>
    public static double Read(string timestamp)
    {
        var text = timestamp.AsSpan();
        var (month, day, hour, minute, second) = (1, 1, 0, 0, 0);
        if (!Digits(ref text, 4, '9', out var year))
        {
            throw Wrong(timestamp);
        }

        var afterYear = text;
        var hasMonth = Field(ref text, '-', '1', ref month);
        var afterMonth = text;
        var hasDay = Field(ref text, '-', '3', ref day);
        var hasTime = Time(ref text, ref hour, ref minute, ref second);
        var fraction = Fraction(ref text, out var millis);
        var zone = Zone(ref text, out var offset);
        if (!text.IsEmpty)
        {
            // Digits that were taken for a month or a day may be an offset: that looks right, and is no date.
            return IsZone(afterYear) || IsZone(afterMonth) ? double.NaN : throw Wrong(timestamp);
        }

        if (
            (hasDay && !hasMonth)
            || (!hasTime && (fraction || zone is not ('\0' or 'Z')))
            || month is < 1 or > 12
            || day is < 1 or > 31
            || hour > 24
            || (hour == 24 && minute + second + millis > 0)
            || double.IsNaN(offset)
        )
        {
            return double.NaN;
        }

        return UtcDate.MillisOf(year, month - 1, day, hour, minute, second, millis) - (offset * 60_000);
    }

    private static JsonataException Wrong(string timestamp) => new("D3110", value: JsonataValue.Of(timestamp));

    // Two digits behind a mark, of which the first one has a limit. Nothing is read where they are not there.
    private static bool Field(ref ReadOnlySpan<char> text, char mark, char most, ref int value)
    {
        if (!text.StartsWith(mark))
        {
            return false;
        }

        // A hyphen and four digits are an offset from UTC.
        var rest = text[1..];
        if (!Digits(ref rest, 2, most, out var read))
        {
            return false;
        }

        value = read;
        text = rest;
        return true;
    }

    private static bool Time(ref ReadOnlySpan<char> text, ref int hour, ref int minute, ref int second)
    {
        var rest = text;
        if (
            !Field(ref rest, 'T', '2', ref hour)
            || !Field(ref rest, ':', '5', ref minute)
            || !Field(ref rest, ':', '5', ref second)
        )
        {
            return false;
        }

        text = rest;
        return true;
    }

    private static bool Fraction(ref ReadOnlySpan<char> text, out int millis)
    {
        millis = 0;
        if (text.Length < 2 || text[0] != '.' || !char.IsAsciiDigit(text[1]))
        {
            return false;
        }

        text = text[1..];
        var unit = 100;
        while (text.Length > 0 && char.IsAsciiDigit(text[0]))
        {
            millis += (text[0] - '0') * unit;
            unit /= 10;
            text = text[1..];
        }

        return true;
    }

    // Z, +01:00 or +0100; minutes, or NaN beyond a day.
    private static char Zone(ref ReadOnlySpan<char> text, out double offset)
    {
        offset = 0;
        if (text is "Z")
        {
            text = [];
            return 'Z';
        }

        if (text.IsEmpty || text[0] is not ('+' or '-'))
        {
            return '\0';
        }

        var sign = text[0];
        var rest = text[1..];
        if (!Digits(ref rest, 2, '2', out var hours))
        {
            return '\0';
        }

        rest = rest.StartsWith(':') ? rest[1..] : rest;
        if (!Digits(ref rest, 2, '5', out var minutes))
        {
            return '\0';
        }

        text = rest;
        offset = hours > 23 ? double.NaN : ((hours * 60) + minutes) * (sign == '-' ? -1 : 1);
        return sign;
    }

    private static bool IsZone(ReadOnlySpan<char> text) => Zone(ref text, out _) != '\0' && text.IsEmpty;

    private static bool Digits(ref ReadOnlySpan<char> text, int count, char most, out int value)
    {
        value = 0;
        if (text.Length < count || text[0] > most || text[..count].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        foreach (var c in text[..count])
        {
            value = (value * 10) + c - '0';
        }

        text = text[count..];
        return true;
    }
}
