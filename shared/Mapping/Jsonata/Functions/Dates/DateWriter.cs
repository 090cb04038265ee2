using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Writes dates by their pictures.</summary>
internal static class DateWriter
{
    private static readonly IntegerPicture TwoDigits = IntegerPicture.Of("00");

    /// <param name="millis">Milliseconds since 1970 in UTC.</param>
    /// <param name="picture">How; null for ISO 8601.</param>
    /// <param name="timezone">Offset such as +0100; null for UTC.</param>
    /// <param name="run">The evaluation that pays for it.</param>
    /// <exception cref="JsonataException">D3130 to D3135: what the picture string breaks.</exception>
    public static string Write(double millis, string? picture, string? timezone, Run run)
    {
        var offset = timezone is null ? 0 : IntegerReader.LeadingInteger(timezone);
        var (hours, minutes) = (Math.Floor(offset / 100), offset % 100);
        var date = new UtcDate(millis + (((60 * hours) + minutes) * 60_000));
        var text = new TextBuffer(stackalloc char[128], run);
        if (picture is null && offset == 0 && date is { IsValid: true, Year: >= 0 and <= 9999 })
        {
            WriteIso(date, ref text);
            return text.Finish();
        }

        foreach (var part in (picture is null ? DatePicture.Iso : DatePicture.Of(picture)).Parts)
        {
            run.Step();
            if (part.Literal is { } literal)
            {
                text.Append(literal);
            }
            else
            {
                WritePart(date, part, hours, minutes, ref text, run);
            }
        }

        run.Charge(text.Length * sizeof(char));
        return text.Finish();
    }

    private static void WriteIso(in UtcDate date, ref TextBuffer text)
    {
        Digits(date.Year, 4, ref text);
        text.Append('-');
        Digits(date.Month, 2, ref text);
        text.Append('-');
        Digits(date.DayOfMonth, 2, ref text);
        text.Append('T');
        Digits(date.Hour, 2, ref text);
        text.Append(':');
        Digits(date.Minute, 2, ref text);
        text.Append(':');
        Digits(date.Second, 2, ref text);
        text.Append('.');
        Digits(date.Millisecond, 3, ref text);
        text.Append('Z');
    }

    private static void Digits(int value, int count, ref TextBuffer text)
    {
        for (
            var unit =
                count == 4 ? 1000
                : count == 3 ? 100
                : 10;
            unit > 0;
            unit /= 10
        )
        {
            text.Append((char)('0' + (value / unit % 10)));
        }
    }

    private static void WritePart(
        in UtcDate date,
        DatePart part,
        double hours,
        double minutes,
        ref TextBuffer text,
        Run run
    )
    {
        switch (part.Component)
        {
            case 'Z' or 'z':
                WriteZone(part, hours, minutes, ref text, run);
                break;
            case 'P':
                var marker = date.Hour >= 12 ? "pm" : "am";
                text.Append(part.Names == LetterCase.Upper ? marker.ToUpperInvariant() : marker);
                break;
            case 'C' or 'E':
                text.Append("ISO");
                break;
            case var component when !"YMDdFWwXxHhmsf".Contains(component):
                // A presentation was given for a component that does not exist: this is what the reference writes.
                text.Append("undefined");
                break;
            default:
                WriteNumberOrName(DateComponents.Of(date, part.Component), part, ref text, run);
                break;
        }
    }

    private static void WriteNumberOrName(double value, DatePart part, ref TextBuffer text, Run run)
    {
        if (part.Integer is { } picture)
        {
            value = part.YearDigits == -1 ? value : value % Math.Pow(10, part.YearDigits);
            IntegerWriter.Write(value, picture, ref text, run);
            return;
        }

        var names = part.Component switch
        {
            'M' or 'x' => DateComponents.Months,
            'F' => DateComponents.Days,
            _ => throw new JsonataException("D3133", value: JsonataValue.Of(part.Component.ToString())),
        };
        if (double.IsNaN(value))
        {
            throw new JsonataException("D3133", value: JsonataValue.Of(part.Component.ToString()));
        }

        var name = names[(int)value - 1];
        name = part.Names switch
        {
            LetterCase.Upper => name.ToUpperInvariant(),
            LetterCase.Lower => name.ToLowerInvariant(),
            _ => name,
        };
        text.Append(name.Length > part.Most ? name.AsSpan(0, (int)Math.Max(part.Most.Value, 0)) : name);
    }

    private static void WriteZone(DatePart part, double hours, double minutes, ref TextBuffer text, Run run)
    {
        var offset = (hours * 100) + minutes;
        if (offset == 0 && part.Modifier == 't')
        {
            CheckZone(part.Integer!);
            text.Append('Z');
            return;
        }

        text.Append(part.Component == 'z' ? "GMT" : "");
        text.Append(offset >= 0 ? "+" : "");
        var picture = part.Integer!;
        CheckZone(picture);
        if (picture.Regular > 0 || picture.Mandatory > 2)
        {
            IntegerWriter.Write(offset, picture, ref text, run);
            return;
        }

        IntegerWriter.Write(hours, picture, ref text, run);
        if (minutes != 0)
        {
            text.Append(':');
            IntegerWriter.Write(minutes, TwoDigits, ref text, run);
        }
    }

    private static void CheckZone(IntegerPicture picture)
    {
        if (picture.Regular == 0 && picture.Mandatory is not (1 or 2 or 3 or 4))
        {
            throw new JsonataException(
                "D3134",
                value: picture.Mandatory is { } digits ? JsonataValue.Of(digits) : default
            );
        }
    }
}
