using System.Globalization;
using System.Text;
using System.Xml;

namespace IntegrationFunctions.Sandbox.Sap.Filter;

/// <summary>Cuts a $filter into tokens. Literals as OData 2.0, "Overview", section 6 (primitive types) writes them.</summary>
internal ref struct FilterTokenizer(string text)
{
    private int _at;

    public FilterToken Next()
    {
        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }
        var start = _at;
        if (_at == text.Length)
        {
            return new FilterToken(FilterTokenKind.End, "", null, start);
        }
        switch (text[_at])
        {
            case '(':
                _at++;
                return new FilterToken(FilterTokenKind.Open, "(", null, start);
            case ')':
                _at++;
                return new FilterToken(FilterTokenKind.Close, ")", null, start);
            case ',':
                _at++;
                return new FilterToken(FilterTokenKind.Comma, ",", null, start);
            case '\'':
                return Literal(Quoted(), start);
            case var c when char.IsAsciiDigit(c) || c == '-':
                return Literal(Number(), start);
            case var c when char.IsAsciiLetter(c) || c == '_':
                return Word(start);
            default:
                throw ODataException.Bad($"Invalid token '{text[_at]}' at position {_at} of $filter.");
        }
    }

    private FilterToken Word(int start)
    {
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '/' or '.'))
        {
            _at++;
        }
        var word = text[start.._at];
        if (_at < text.Length && text[_at] == '\'')
        {
            return Literal(Typed(word, Quoted()), start);
        }
        return word switch
        {
            "true" => Literal(true, start),
            "false" => Literal(false, start),
            "null" => Literal(null, start),
            _ => new FilterToken(FilterTokenKind.Name, word, null, start),
        };
    }

    private readonly FilterToken Literal(object? value, int start) =>
        new(FilterTokenKind.Literal, text[start.._at], value, start);

    private string Quoted()
    {
        var start = _at++;
        var value = new StringBuilder();
        while (_at < text.Length)
        {
            if (text[_at] != '\'')
            {
                value.Append(text[_at++]);
            }
            else if (_at + 1 < text.Length && text[_at + 1] == '\'')
            {
                value.Append('\'');
                _at += 2;
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }
        throw ODataException.Bad($"The text literal that starts at position {start} of $filter is not closed.");
    }

    private decimal Number()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] is '.' or 'e' or 'E'))
        {
            _at++;
        }
        var digits = text[start.._at];
        // L, M, F and D say Int64, Decimal, Single and Double; all compare as decimal here.
        if (_at < text.Length && text[_at] is 'L' or 'l' or 'M' or 'm' or 'F' or 'f' or 'D' or 'd')
        {
            _at++;
        }
        return decimal.TryParse(
            digits,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out var value
        )
            ? value
            : throw ODataException.Bad($"'{digits}' at position {start} of $filter is not a number.");
    }

    private static object Typed(string prefix, string value)
    {
        switch (prefix)
        {
            case "datetime"
                when DateTime.TryParseExact(
                    value,
                    ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"],
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
                    out var date
                ):
                return date;
            case "datetimeoffset"
                when DateTimeOffset.TryParse(
                    value,
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.AssumeUniversal,
                    out var moment
                ):
                return moment.UtcDateTime;
            case "guid" when Guid.TryParseExact(value, "D", out var guid):
                return guid;
            case "time":
                try
                {
                    return XmlConvert.ToTimeSpan(value);
                }
                catch (FormatException)
                {
                    break;
                }
        }
        throw ODataException.Bad($"{prefix}'{value}' is not a valid literal.");
    }
}
