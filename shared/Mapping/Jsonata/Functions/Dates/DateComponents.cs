namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>The components of a date that picture strings name (XPath F&amp;O 3.1, 9.8.4.1), X and x of the week included.</summary>
internal static class DateComponents
{
    public static readonly string[] Months =
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];

    public static readonly string[] Days =
    [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ];

    /// <summary>A component as a number; NaN for an invalid date and for components that are no numbers.</summary>
    public static double Of(in UtcDate date, char component) =>
        !date.IsValid
            ? double.NaN
            : component switch
            {
                'Y' => date.Year,
                'M' => date.Month,
                'D' => date.DayOfMonth,
                'd' => ((Today(date) - UtcDate.Utc(date.Year, 0)) / UtcDate.Day) + 1,
                'F' => date.Weekday,
                'W' => WeekOfYear(date),
                'w' => WeekOfMonth(date),
                'X' => WeekYear(date),
                'x' => WeekMonth(date),
                'H' => date.Hour,
                'h' => date.Hour % 12 == 0 ? 12 : date.Hour % 12,
                'm' => date.Minute,
                's' => date.Second,
                'f' => date.Millisecond,
                _ => double.NaN,
            };

    // ISO 8601: weeks begin on Monday, and the first one holds the first Thursday. The same for months.
    private static double FirstWeek(double year, double month)
    {
        var first = UtcDate.Utc(year, month);
        var weekday = new UtcDate(first).Weekday;
        return weekday > 4 ? first + ((8 - weekday) * UtcDate.Day) : first - ((weekday - 1) * UtcDate.Day);
    }

    private static double Weeks(double start, double end) => ((end - start) / (UtcDate.Day * 7)) + 1;

    private static double Today(in UtcDate date) => UtcDate.Utc(date.Year, date.Month - 1, date.DayOfMonth);

    private static double WeekOfYear(in UtcDate date)
    {
        var today = Today(date);
        var week = Weeks(FirstWeek(date.Year, 0), today);
        if (week > 52)
        {
            week = today >= FirstWeek(date.Year + 1, 0) ? 1 : week;
        }
        else if (week < 1)
        {
            week = Weeks(FirstWeek(date.Year - 1, 0), today);
        }

        return Math.Floor(week);
    }

    private static double WeekOfMonth(in UtcDate date)
    {
        var today = Today(date);
        var week = Weeks(FirstWeek(date.Year, date.Month - 1), today);
        if (week > 4)
        {
            week = today >= FirstWeek(Following(date), date.Month % 12) ? 1 : week;
        }
        else if (week < 1)
        {
            var (year, month) = date.Month == 1 ? (date.Year - 1, 11) : (date.Year, date.Month - 2);
            week = Weeks(FirstWeek(year, month), today);
        }

        return Math.Floor(week);
    }

    private static double WeekYear(in UtcDate date) =>
        date.Millis < FirstWeek(date.Year, 0) ? date.Year - 1
        : date.Millis >= FirstWeek(date.Year + 1, 0) ? date.Year + 1
        : date.Year;

    private static double WeekMonth(in UtcDate date)
    {
        if (date.Millis < FirstWeek(date.Year, date.Month - 1))
        {
            return date.Month == 1 ? 12 : date.Month - 1;
        }

        return date.Millis >= FirstWeek(Following(date), date.Month % 12) ? (date.Month % 12) + 1 : date.Month;
    }

    // The year of the following month.
    private static int Following(in UtcDate date) => date.Month == 12 ? date.Year + 1 : date.Year;
}
