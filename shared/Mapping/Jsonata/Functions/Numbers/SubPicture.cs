using System.Globalization;
using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>One half of a number's picture string, taken apart and checked (XPath F&amp;O 3.1, 4.7.3 and 4.7.4).</summary>
internal sealed class SubPicture
{
    private readonly NumberSymbols _symbols;
    private readonly string _active;
    private readonly string _mantissa;
    private readonly string _integer;
    private readonly string _fraction;
    private readonly string? _exponent;

    /// <exception cref="JsonataException">D3081 to D3093: what the picture string breaks.</exception>
    public SubPicture(string picture, NumberSymbols symbols)
    {
        _symbols = symbols;
        Text = picture;
        HasPercent = picture.Contains(symbols.Percent, StringComparison.Ordinal);
        HasPerMille = picture.Contains(symbols.PerMille, StringComparison.Ordinal);
        HasPoint = picture.Contains(symbols.Decimal, StringComparison.Ordinal);
        var (first, last) = (0, picture.Length - 1);
        while (first < picture.Length && !symbols.IsEdge(picture[first]))
        {
            first++;
        }

        while (last >= 0 && !symbols.IsEdge(picture[last]))
        {
            last--;
        }

        Prefix = first < picture.Length ? picture[..first] : "";
        Suffix = last >= 0 ? picture[(last + 1)..] : "";
        _active = picture[Prefix.Length..(picture.Length - Suffix.Length)];
        var exponent = picture.IndexOf(symbols.Exponent, Prefix.Length, StringComparison.Ordinal);
        _mantissa = _active;
        if (exponent >= 0 && exponent <= picture.Length - Suffix.Length)
        {
            // Offsets in the picture are taken for offsets in its active part, as in the reference.
            _mantissa = _active[..Math.Min(exponent, _active.Length)];
            _exponent = _active[Math.Min(exponent + 1, _active.Length)..];
        }

        var point = _mantissa.IndexOf(symbols.Decimal, StringComparison.Ordinal);
        _integer = point < 0 ? _mantissa : _mantissa[..point];
        _fraction = point < 0 ? Suffix : _mantissa[(point + 1)..];
        if (Error() is { } code)
        {
            throw new JsonataException(code);
        }

        Analyse();
    }

    public string Text { get; }

    /// <summary>Text in front of the number.</summary>
    public string Prefix { get; }

    /// <summary>Text behind the number.</summary>
    public string Suffix { get; }

    /// <summary>Digits between grouping separators where they are regular, else 0.</summary>
    public int RegularGrouping { get; private set; }

    /// <summary>Digits to the right of each separator of the integer part, from the leftmost.</summary>
    public int[] IntegerGroups { get; private set; } = [];

    /// <summary>Digits to the left of each separator of the fraction.</summary>
    public int[] FractionGroups { get; private set; } = [];

    public int LeastInteger { get; private set; }

    public int LeastFraction { get; private set; }

    public int MostFraction { get; private set; }

    public int LeastExponent { get; private set; }

    /// <summary>Digits in front of the point in a number with an exponent.</summary>
    public int Scaling { get; private set; }

    public bool HasPercent { get; }

    public bool HasPerMille { get; }

    public bool HasPoint { get; }

    /// <summary>Format of .NET with all the places.</summary>
    public string Places { get; private set; } = "";

    // Of several errors the last one counts, as in the reference.
    private string? Error()
    {
        string? error = null;
        var point = Text.IndexOf(_symbols.Decimal, StringComparison.Ordinal);
        Check("D3081", Twice(_symbols.Decimal));
        Check("D3082", Twice(_symbols.Percent));
        Check("D3083", Twice(_symbols.PerMille));
        Check("D3084", HasPercent && HasPerMille);
        Check("D3085", !Any(_mantissa, _symbols.IsDigitOrOptional));
        Check("D3086", Any(_active, c => !_symbols.IsActive(c)));
        Check("D3087", point >= 0 && (IsGrouping(Text, point - 1) || IsGrouping(Text, point + 1)));
        Check("D3088", point < 0 && IsGrouping(_integer, _integer.Length - 1));
        Check("D3089", Text.Contains(_symbols.Grouping + _symbols.Grouping, StringComparison.Ordinal));
        var optional = _integer.IndexOf(_symbols.Digit, StringComparison.Ordinal);
        Check("D3090", optional >= 0 && Any(_integer.AsSpan(0, optional), _symbols.IsDigit));
        optional = _fraction.LastIndexOf(_symbols.Digit, StringComparison.Ordinal);
        Check("D3091", optional >= 0 && Any(_fraction.AsSpan(optional), _symbols.IsDigit));
        Check("D3092", _exponent?.Length > 0 && (HasPercent || HasPerMille));
        Check("D3093", _exponent is not null && (_exponent.Length == 0 || Any(_exponent, c => !_symbols.IsDigit(c))));
        return error;

        void Check(string code, bool wrong) => error = wrong ? code : error;
    }

    private void Analyse()
    {
        IntegerGroups = Groups(_integer, false);
        FractionGroups = Groups(_fraction, true);
        RegularGrouping = Grouping.Regular(IntegerGroups);
        LeastInteger = Scaling = Count(_integer, _symbols.IsDigit);
        LeastFraction = Count(_fraction, _symbols.IsDigit);
        MostFraction = Count(_fraction, _symbols.IsDigitOrOptional);
        if (LeastInteger == 0 && MostFraction == 0)
        {
            if (_exponent is not null)
            {
                LeastFraction = MostFraction = 1;
            }
            else
            {
                LeastInteger = 1;
            }
        }

        if (_exponent is not null && LeastInteger == 0 && _integer.Contains(_symbols.Digit, StringComparison.Ordinal))
        {
            LeastInteger = 1;
        }

        if (LeastInteger == 0 && LeastFraction == 0)
        {
            LeastFraction = 1;
        }

        Places = string.Create(CultureInfo.InvariantCulture, $"F{MostFraction}");
        LeastExponent = _exponent is null ? 0 : Count(_exponent, _symbols.IsDigit);
    }

    // The reference looks for further separators in the integer part even where it reads the fraction.
    private int[] Groups(string part, bool toLeft)
    {
        var positions = new List<int>();
        var at = part.IndexOf(_symbols.Grouping, StringComparison.Ordinal);
        while (at >= 0)
        {
            var cut = Math.Min(at, part.Length);
            positions.Add(Count(toLeft ? part.AsSpan(0, cut) : part.AsSpan(cut), _symbols.IsDigitOrOptional));
            at = at + 1 <= _integer.Length ? _integer.IndexOf(_symbols.Grouping, at + 1, StringComparison.Ordinal) : -1;
        }

        return [.. positions];
    }

    private bool Twice(string symbol) =>
        Text.IndexOf(symbol, StringComparison.Ordinal) != Text.LastIndexOf(symbol, StringComparison.Ordinal);

    private bool IsGrouping(string text, int at) =>
        at >= 0 && at < text.Length && _symbols.Grouping.Length == 1 && text[at] == _symbols.Grouping[0];

    private static bool Any(ReadOnlySpan<char> text, Func<char, bool> test) => Count(text, test) > 0;

    private static int Count(ReadOnlySpan<char> text, Func<char, bool> test)
    {
        var count = 0;
        foreach (var c in text)
        {
            count += test(c) ? 1 : 0;
        }

        return count;
    }
}
