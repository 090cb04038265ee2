namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>
/// A date in UTC as JavaScript has it (ECMA-262, 21.4.1): milliseconds since 1970 as a double, 100 million days in both directions,
/// and NaN beyond.
/// </summary>
internal readonly struct UtcDate
{
    public const double Day = 86_400_000;
    private const double Most = 100_000_000 * Day;

    /// <summary>The date of a number of milliseconds, of which fractions are cut off.</summary>
    public UtcDate(double millis)
    {
        Millis = Math.Abs(millis) <= Most ? Math.Truncate(millis) : double.NaN;
        if (!IsValid)
        {
            return;
        }

        var days = (long)Math.Floor(Millis / Day);
        var time = (int)(Millis - (days * Day));
        (Hour, Minute, Second, Millisecond) = (time / 3_600_000, time / 60_000 % 60, time / 1_000 % 60, time % 1_000);
        Weekday = (int)((((days + 3) % 7) + 7) % 7) + 1;

        // Counted from 1 March of the year 0, so that leap days come last (Howard Hinnant, chrono-Compatible Low-Level Date Algorithms).
        var shifted = days + 719_468;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1_460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        DayOfMonth = (int)(dayOfYear - (((153 * month) + 2) / 5) + 1);
        Month = (int)(month < 10 ? month + 3 : month - 9);
        Year = (int)(yearOfEra + (era * 400) + (Month <= 2 ? 1 : 0));
    }

    public double Millis { get; }

    public bool IsValid => !double.IsNaN(Millis);

    public int Year { get; }

    /// <summary>From 1.</summary>
    public int Month { get; }

    public int DayOfMonth { get; }

    /// <summary>From 1 for Monday.</summary>
    public int Weekday { get; }

    public int Hour { get; }

    public int Minute { get; }

    public int Second { get; }

    public int Millisecond { get; }

    /// <summary>JavaScript's Date.UTC: months from 0, any of them may lie beyond its range, and years up to 99 are those of 1900.</summary>
    public static double Utc(
        double year,
        double month,
        double day = 1,
        double hour = 0,
        double minute = 0,
        double second = 0,
        double millisecond = 0
    )
    {
        year = Math.Truncate(year);
        return MillisOf(year is >= 0 and <= 99 ? year + 1900 : year, month, day, hour, minute, second, millisecond);
    }

    /// <summary>As <see cref="Utc"/>, with years as they are.</summary>
    public static double MillisOf(
        double year,
        double month,
        double day,
        double hour,
        double minute,
        double second,
        double millisecond
    )
    {
        month = Math.Truncate(month);
        var sum = year + month + day + hour + minute + second + millisecond;
        if (!double.IsFinite(sum) || Math.Abs(year) > 400_000 || Math.Abs(month) > 5_000_000)
        {
            return double.NaN;
        }

        var wholeYear = (long)(year + Math.Floor(month / 12));
        var wholeMonth = (int)(month - (Math.Floor(month / 12) * 12)) + 1;
        var millis =
            ((DaysBefore(wholeYear, wholeMonth) + Math.Truncate(day) - 1) * Day)
            + (Math.Truncate(hour) * 3_600_000)
            + (Math.Truncate(minute) * 60_000)
            + (Math.Truncate(second) * 1_000)
            + Math.Truncate(millisecond);
        return Math.Abs(millis) <= Most ? millis : double.NaN;
    }

    // Days from 1970 to the first of a month.
    private static long DaysBefore(long year, int month)
    {
        year -= month <= 2 ? 1 : 0;
        var era = (year >= 0 ? year : year - 399) / 400;
        var yearOfEra = year - (era * 400);
        var dayOfYear = ((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - 719_468;
    }
}
