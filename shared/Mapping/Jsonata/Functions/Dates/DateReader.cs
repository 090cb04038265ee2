using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Makes milliseconds of the components that a picture string found in a text.</summary>
internal static class DateReader
{
    // Which components make a date or a time: bits in the order of the names below.
    private const string DateNames = "YXMxWwdD";
    private const string TimeNames = "PHhmsf";
    private const int YearMonthDay = 0b10100001;
    private const int YearDay = 0b10000010;
    private const int MonthWeek = 0b01010100;
    private const int YearWeek = 0b01001000;
    private const int Hours24 = 0b010111;
    private const int Hours12 = 0b101111;

    /// <summary>Milliseconds since 1970; null where the text does not match the picture.</summary>
    /// <remarks>
    /// What is more significant than the first component given is taken from now, what is less significant than the last one is the
    /// smallest there is.
    /// </remarks>
    /// <exception cref="JsonataException">D3133, D3136: components that make no date, or leave a gap.</exception>
    public static double? Read(string text, DatePicture picture, Run run)
    {
        var components = new Components(stackalloc double[128], stackalloc bool[128]);
        if (!new DateMatcher(text, picture, run).TryMatch(ref components))
        {
            return null;
        }

        var date = Mask(DateNames, components);
        var time = Mask(TimeNames, components);
        var byDay = !IsType(YearMonthDay, date) && IsType(YearDay, date);
        var byMonthWeek = IsType(MonthWeek, date);
        var byYearWeek = !byMonthWeek && IsType(YearWeek, date);
        var hours12 = !IsType(Hours24, time) && IsType(Hours12, time);
        Complete(
            (
                byDay ? "YD"
                : byMonthWeek ? "XxwF"
                : byYearWeek ? "XWF"
                : "YMD"
            ) + (hours12 ? "Phmsf" : "Hmsf"),
            ref components,
            run
        );
        if (byMonthWeek || byYearWeek)
        {
            throw new JsonataException("D3136");
        }

        components['M'] = components['M'] > 0 ? components['M'] - 1 : 0;
        if (byDay)
        {
            var day = new UtcDate(UtcDate.Utc(components['Y'], 0) + ((components['d'] - 1) * UtcDate.Day));
            components['M'] = day.IsValid ? day.Month - 1 : double.NaN;
            components['D'] = day.IsValid ? day.DayOfMonth : double.NaN;
        }

        if (hours12)
        {
            components['H'] = (components['h'] == 12 ? 0 : components['h']) + (components['P'] == 1 ? 12 : 0);
        }

        var millis = UtcDate.Utc(
            components['Y'],
            components['M'],
            components['D'],
            components['H'],
            components['m'],
            components['s'],
            components['f']
        );
        return millis - (Zone(components) * 60_000);
    }

    private static double Zone(in Components components) =>
        components.IsTrue('Z') ? components['Z']
        : components.IsTrue('z') ? components['z']
        : 0;

    private static int Mask(string names, in Components components)
    {
        var mask = 0;
        foreach (var name in names)
        {
            mask = (mask << 1) | (components.IsTrue(name) ? 1 : 0);
        }

        return mask;
    }

    // None of the components that the type excludes, and one at least that it has.
    private static bool IsType(int type, int mask) => (~type & mask) == 0 && (type & mask) != 0;

    private static void Complete(string order, ref Components components, Run run)
    {
        var now = new UtcDate(run.Now.ToUnixTimeMilliseconds());
        var (started, ended) = (false, false);
        foreach (var name in order)
        {
            if (components.Has(name))
            {
                started = true;
                if (ended)
                {
                    throw new JsonataException("D3136");
                }
            }
            else if (started)
            {
                components[name] = name is 'M' or 'D' or 'd' ? 1 : 0;
                ended = true;
            }
            else
            {
                components[name] = DateComponents.Of(now, name);
            }
        }
    }

    /// <summary>Values by the letters of components. One that is not there is NaN.</summary>
    internal ref struct Components
    {
        private readonly Span<double> _values;
        private readonly Span<bool> _known;

        public Components(Span<double> values, Span<bool> known)
        {
            values.Fill(double.NaN);
            known.Clear();
            _values = values;
            _known = known;
        }

        public double this[char name]
        {
            readonly get => _values[name];
            set => (_values[name], _known[name]) = (value, true);
        }

        public readonly bool Has(char name) => _known[name];

        /// <summary>There, and neither zero nor NaN.</summary>
        public readonly bool IsTrue(char name) => _known[name] && _values[name] is not (0 or double.NaN);

        public readonly void Forget(char name) => (_values[name], _known[name]) = (double.NaN, false);
    }
}
