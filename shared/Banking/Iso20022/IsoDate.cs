namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>Dates and times of ISO 20022 (ISODate, ISODateTime: XML Schema date and dateTime), with or without a zone, and the forms that banks put in their place.</summary>
internal static class IsoDate
{
    /// <summary>
    /// The day as written, in the zone of the writer. Takes <c>2014-12-31</c>, <c>2014-12-31+01:00</c>, <c>2014-12-31T13:15:00Z</c>; and, not
    /// conforming, <c>20141231</c> and <c>31.12.2014</c>.
    /// </summary>
    public static bool TryDay(ReadOnlySpan<char> text, out DateOnly day, out bool conforms)
    {
        conforms = true;
        if (TryDashed(text, out day, out var rest) && (rest.IsEmpty || rest[0] == 'T' || TryZone(rest, out _)))
        {
            conforms = rest.IsEmpty || rest[0] != 'T' || TryTime(rest[1..], out _, out _);
            return true;
        }
        conforms = false;
        return DateOnly.TryParseExact(text, "yyyyMMdd", null, default, out day)
            || DateOnly.TryParseExact(text, "dd.MM.yyyy", null, default, out day)
            || (rest.Length > 0 && rest[0] == ' ' && TryDashed(text, out day, out _));
    }

    /// <summary>A point in time; without a zone it is taken as UTC, as ISO 20022 leaves it open. A day alone is its midnight and doesn't conform.</summary>
    public static bool TryInstant(ReadOnlySpan<char> text, out DateTimeOffset instant, out bool conforms)
    {
        instant = default;
        conforms = false;
        if (!TryDashed(text, out var day, out var rest))
            return false;
        var (time, offset) = (TimeSpan.Zero, TimeSpan.Zero);
        if (rest is ['T' or ' ', ..])
        {
            conforms = rest[0] == 'T';
            if (!TryTime(rest[1..], out time, out offset))
                return false;
        }
        else if (!rest.IsEmpty && !TryZone(rest, out offset))
            return false;
        var local = day.ToDateTime(TimeOnly.MinValue);
        // Near both ends of the calendar the sum or its UTC has no value.
        if (day.Year is < 2 or > 9998)
            return false;
        instant = new DateTimeOffset(local + time, offset);
        return true;
    }

    private static bool TryDashed(ReadOnlySpan<char> text, out DateOnly day, out ReadOnlySpan<char> rest)
    {
        day = default;
        rest = text.Length > 10 ? text[10..] : [];
        if (text.Length < 10 || text[4] != '-' || text[7] != '-')
            return false;
        if (
            !TryNumber(text[..4], out var year)
            || !TryNumber(text[5..7], out var month)
            || !TryNumber(text[8..10], out var dayOfMonth)
        )
            return false;
        if (
            year is < 1 or > 9999
            || month is < 1 or > 12
            || dayOfMonth < 1
            || dayOfMonth > DateTime.DaysInMonth(year, month)
        )
            return false;
        day = new DateOnly(year, month, dayOfMonth);
        return true;
    }

    private static bool TryTime(ReadOnlySpan<char> text, out TimeSpan time, out TimeSpan offset)
    {
        (time, offset) = (default, default);
        if (text.Length < 8 || text[2] != ':' || text[5] != ':')
            return false;
        if (
            !TryNumber(text[..2], out var hour)
            || !TryNumber(text[3..5], out var minute)
            || !TryNumber(text[6..8], out var second)
        )
            return false;
        // 24:00:00 is the midnight that ends the day (XML Schema part 2, 3.2.7.1).
        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && minute + second > 0))
            return false;
        var rest = text[8..];
        long ticks = 0;
        if (rest is ['.', ..])
        {
            var digits = 1;
            for (
                long unit = TimeSpan.TicksPerSecond / 10;
                digits < rest.Length && char.IsAsciiDigit(rest[digits]);
                digits++, unit /= 10
            )
                ticks += (rest[digits] - '0') * unit;
            if (digits == 1)
                return false;
            rest = rest[digits..];
        }
        time = new TimeSpan(hour, minute, second) + new TimeSpan(ticks);
        return rest.IsEmpty || TryZone(rest, out offset);
    }

    private static bool TryZone(ReadOnlySpan<char> text, out TimeSpan offset)
    {
        offset = default;
        if (text is "Z")
            return true;
        if (text.Length != 6 || text[0] is not ('+' or '-') || text[3] != ':')
            return false;
        if (!TryNumber(text[1..3], out var hours) || !TryNumber(text[4..6], out var minutes) || minutes > 59)
            return false;
        offset = new TimeSpan(hours, minutes, 0) * (text[0] == '-' ? -1 : 1);
        return offset.Duration() <= TimeSpan.FromHours(14);
    }

    private static bool TryNumber(ReadOnlySpan<char> digits, out int number)
    {
        number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
                return false;
            number = number * 10 + (c - '0');
        }
        return true;
    }
}
