using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$formatNumber: decimal numbers by a picture string (XPath F&amp;O 3.1, 4.7).</summary>
internal static class FormatNumber
{
    private const int MostPlaces = 100;

    private static readonly BoundedCache<Picture> Pictures = new();

    /// <exception cref="JsonataException">D3080 to D3093: what the picture string breaks.</exception>
    public static JsonataValue Format(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (!args.At(0).IsNumber)
        {
            return default;
        }

        var text = args.At(1).AsString() ?? throw new JsonataException("T0410", value: args.At(1), index: 2);
        Picture picture;
        if (args.At(2).Object is { } options)
        {
            var symbols = NumberSymbols.Of(options);
            picture = Pictures.Get($"{text}\0{symbols.Key()}", _ => new Picture(text, symbols));
        }
        else
        {
            picture = Pictures.Get(text, static plain => new Picture(plain, NumberSymbols.Default));
        }

        return JsonataValue.Of(picture.Format(args[0], run));
    }

    private sealed class Picture
    {
        private readonly NumberSymbols _symbols;
        private readonly SubPicture _positive;
        private readonly SubPicture _negative;
        private readonly string _negativePrefix;

        public Picture(string text, NumberSymbols symbols)
        {
            _symbols = symbols;
            var halves = text.Split(symbols.Pattern);
            if (halves.Length > 2)
            {
                throw new JsonataException("D3080");
            }

            _positive = new SubPicture(halves[0], symbols);
            _negative = halves.Length == 1 ? _positive : new SubPicture(halves[1], symbols);
            _negativePrefix = halves.Length == 1 ? symbols.Minus + _positive.Prefix : _negative.Prefix;
            if (Math.Max(_positive.MostFraction, _negative.MostFraction) > MostPlaces)
            {
                throw new JsonataException(
                    "U1001",
                    text: $"The picture string asks for more than {MostPlaces} digits behind the point."
                );
            }
        }

        public string Format(JsonataValue value, Run run)
        {
            var positive = value.AsDouble >= 0;
            var half = positive ? _positive : _negative;
            var digits = Digits(value, half, run, out var exponent);
            var text = Group(Fill(digits, half), half);
            if (exponent is { } power)
            {
                var sign = power < 0 ? _symbols.Minus : "";
                var zeros = Math.Abs(power).ToString(CultureInfo.InvariantCulture).PadLeft(half.LeastExponent, '0');
                text = string.Concat(text, _symbols.Exponent, sign, Translate(zeros));
            }

            run.Charge((text.Length + half.Prefix.Length + half.Suffix.Length) * sizeof(char));
            return string.Concat(positive ? half.Prefix : _negativePrefix, text, half.Suffix);
        }

        // The rounded absolute value with all its places, in ASCII.
        private static string Digits(JsonataValue value, SubPicture half, Run run, out int? exponent)
        {
            exponent = half.LeastExponent == 0 ? null : 0;
            var factor =
                half.HasPercent ? 100
                : half.HasPerMille ? 1_000
                : 1;
            if (run.Decimals && value.TryDecimal(out var exact) && TryScale(ref exact, factor, half, ref exponent))
            {
                return exact.ToString(half.Places, CultureInfo.InvariantCulture);
            }

            var mantissa = value.AsDouble * factor;
            if (exponent is not null && mantissa != 0 && double.IsFinite(mantissa))
            {
                var power = 0;
                var (least, most) = (Math.Pow(10, half.Scaling - 1), Math.Pow(10, half.Scaling));
                while (Math.Abs(mantissa) < least)
                {
                    mantissa *= 10;
                    power--;
                }

                while (Math.Abs(mantissa) > most)
                {
                    mantissa /= 10;
                    power++;
                }

                exponent = power;
            }

            var rounded = Math.Abs(Rounding.HalfEven(mantissa, half.MostFraction));
            return rounded < 1e21 ? Fixed(rounded, half.MostFraction, half.Places) : JsonText.Number(rounded);
        }

        // Between two texts JavaScript's toFixed takes the larger one, .NET the even one. Numbers of up to 15 digits are never between.
        private static string Fixed(double value, int places, string format)
        {
            var text = value.ToString(format, CultureInfo.InvariantCulture);
            if (value * Math.Pow(10, places) < 1e15)
            {
                return text;
            }

            var more = value.ToString($"F{places + 40}", CultureInfo.InvariantCulture).AsSpan();
            return
                more[^40] == '5'
                && more[^39..].TrimEnd('0').IsEmpty
                && decimal.TryParse(more, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
                && places <= 28
                ? Math.Round(exact, places, MidpointRounding.AwayFromZero)
                    .ToString(format, CultureInfo.InvariantCulture)
                : text;
        }

        private static bool TryScale(ref decimal value, int factor, SubPicture half, ref int? exponent)
        {
            try
            {
                var mantissa = Math.Abs(value) * factor;
                if (exponent is not null && mantissa != 0)
                {
                    var power = 0;
                    var most = 1m;
                    for (var i = 0; i < half.Scaling; i++)
                    {
                        most *= 10;
                    }

                    for (; mantissa < most / 10; power--)
                    {
                        mantissa *= 10;
                    }

                    for (; mantissa > most; power++)
                    {
                        mantissa /= 10;
                    }

                    exponent = power;
                }

                return Rounding.TryHalfEven(mantissa, half.MostFraction, out value);
            }
            catch (OverflowException)
            {
                return false;
            }
        }

        // Without needless zeros, with those that the picture asks for, in its own digits. The point is there even behind an integer.
        private string Fill(string digits, SubPicture half)
        {
            var point = digits.IndexOf('.', StringComparison.Ordinal);
            var whole = point < 0 ? digits : digits[..point];
            var fraction = point < 0 ? "" : digits[(point + 1)..];
            // A number too large for plain digits has an exponent of its own, whose zeros belong to it.
            whole = whole.TrimStart('0').PadLeft(half.LeastInteger, '0');
            fraction = fraction.TrimEnd('0').PadRight(half.LeastFraction, '0');
            return string.Concat(Translate(whole), _symbols.Decimal, Translate(fraction));
        }

        private string Group(string text, SubPicture half)
        {
            var point = text.IndexOf(_symbols.Decimal, StringComparison.Ordinal);
            if (half.RegularGrouping > 0)
            {
                for (var group = (point - 1) / half.RegularGrouping; group >= 1; group--)
                {
                    // From the left; each insertion moves the rest, and the distance from the end stays.
                    var at = point - (group * half.RegularGrouping);
                    text = text.Insert(at, _symbols.Grouping);
                    point += _symbols.Grouping.Length;
                }
            }
            else
            {
                foreach (var group in half.IntegerGroups)
                {
                    text = Insert(text, point - group);
                    point++;
                }
            }

            point = text.IndexOf(_symbols.Decimal, StringComparison.Ordinal);
            foreach (var group in half.FractionGroups)
            {
                text = Insert(text, point + 1 + group);
            }

            point = text.IndexOf(_symbols.Decimal, StringComparison.Ordinal);
            return !half.HasPoint || point == text.Length - 1 ? text[..^1] : text;
        }

        // As JavaScript's slice has it: an offset before the start counts from the end.
        private string Insert(string text, int at)
        {
            at = at < 0 ? Math.Max(text.Length + at, 0) : Math.Min(at, text.Length);
            return text.Insert(at, _symbols.Grouping);
        }

        private string Translate(string digits)
        {
            if (_symbols.Zero == "0")
            {
                return digits;
            }

            return string.Create(
                digits.Length,
                (digits, zero: _symbols.Zero[0]),
                static (into, from) =>
                {
                    for (var i = 0; i < into.Length; i++)
                    {
                        var c = from.digits[i];
                        into[i] = char.IsAsciiDigit(c) ? (char)(from.zero + c - '0') : c;
                    }
                }
            );
        }
    }
}
