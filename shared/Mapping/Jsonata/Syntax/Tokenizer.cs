using System.Globalization;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Syntax;

/// <summary>Cuts an expression into tokens, one at a time, for only the parser knows whether a slash divides or begins a regular expression.</summary>
internal sealed class Tokenizer(string text)
{
    private const string Blanks = " \t\n\r\v";
    private const string Single = ".[]{}(),@#;:?+-*/%|=<>^&!~";
    private static readonly string[] Double = ["..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??"];

    private int _at;

    /// <summary>The next token.</summary>
    /// <param name="afterOperand">A slash divides.</param>
    /// <exception cref="JsonataException">S01.., S03..</exception>
    public Token Next(bool afterOperand)
    {
        SkipBlanks();
        if (_at >= text.Length)
        {
            return new(TokenKind.End, "(end)", text.Length);
        }
        var c = text[_at];
        if (c == '/' && !afterOperand)
        {
            _at++;
            return Regex();
        }
        foreach (var symbol in Double)
        {
            if (c == symbol[0] && _at + 1 < text.Length && text[_at + 1] == symbol[1])
            {
                _at += 2;
                return new(TokenKind.Operator, symbol, _at);
            }
        }
        if (Single.Contains(c, StringComparison.Ordinal))
        {
            _at++;
            return new(TokenKind.Operator, c.ToString(), _at);
        }
        return c switch
        {
            '"' or '\'' => String(c),
            '`' => QuotedName(),
            _ when Number() is { } number => number,
            _ => Name(),
        };
    }

    private void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (Blanks.Contains(text[_at], StringComparison.Ordinal))
            {
                _at++;
            }
            else if (text[_at] == '/' && _at + 1 < text.Length && text[_at + 1] == '*')
            {
                var end = text.IndexOf("*/", Math.Min(_at + 2, text.Length), StringComparison.Ordinal);
                if (end < 0)
                {
                    throw new JsonataException("S0106", position: _at);
                }
                _at = end + 2;
            }
            else
            {
                return;
            }
        }
    }

    // A slash within brackets belongs to the pattern.
    private Token Regex()
    {
        var (start, depth) = (_at, 0);
        for (; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c == '/' && depth == 0 && !IsEscaped(_at))
            {
                var pattern = text[start.._at];
                if (pattern.Length == 0)
                {
                    throw new JsonataException("S0301", position: _at);
                }
                var flags = ++_at;
                while (_at < text.Length && text[_at] is 'i' or 'm')
                {
                    _at++;
                }
                return new(TokenKind.Regex, pattern, _at, Flags: text[flags.._at]);
            }
            if (text[_at - 1] != '\\')
            {
                depth +=
                    c is '(' or '[' or '{' ? 1
                    : c is ')' or ']' or '}' ? -1
                    : 0;
            }
        }
        throw new JsonataException("S0302", position: _at);
    }

    private bool IsEscaped(int at)
    {
        var backslashes = 0;
        while (text[at - backslashes - 1] == '\\')
        {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private Token String(char quote)
    {
        var result = new StringBuilder();
        for (_at++; _at < text.Length; _at++)
        {
            var c = text[_at];
            if (c == quote)
            {
                _at++;
                return new(TokenKind.String, result.ToString(), _at);
            }
            result.Append(c == '\\' ? Escape() : c);
        }
        throw new JsonataException("S0101", position: _at);
    }

    private char Escape()
    {
        _at++;
        var c = _at < text.Length ? text[_at] : '\0';
        switch (c)
        {
            case '"' or '\\' or '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                var digits = text.AsSpan(_at + 1, Math.Min(4, text.Length - _at - 1));
                if (
                    digits.IsEmpty
                    || !ushort.TryParse(
                        digits,
                        NumberStyles.AllowHexSpecifier,
                        CultureInfo.InvariantCulture,
                        out var unit
                    )
                )
                {
                    throw new JsonataException("S0104", position: _at);
                }
                _at += 4;
                return (char)unit;
            default:
                throw new JsonataException("S0103", _at < text.Length ? c.ToString() : "", _at);
        }
    }

    private Token QuotedName()
    {
        var end = text.IndexOf('`', ++_at);
        if (end < 0)
        {
            throw new JsonataException("S0105", position: text.Length);
        }
        var name = text[_at..end];
        _at = end + 1;
        return new(TokenKind.Name, name, _at);
    }

    // JSON's numbers; the sign before one is an operator.
    private Token? Number()
    {
        var end = _at;
        if (!IsDigit(end))
        {
            return null;
        }
        end += 1;
        if (text[_at] != '0')
        {
            end = Digits(end);
        }
        if (end < text.Length && text[end] == '.' && IsDigit(end + 1))
        {
            end = Digits(end + 1);
        }
        if (end < text.Length && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < text.Length && text[end + 1] is '+' or '-' ? 1 : 0;
            if (IsDigit(end + 1 + sign))
            {
                end = Digits(end + 1 + sign);
            }
        }
        var digits = text[_at..end];
        var value = double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            throw new JsonataException("S0102", digits, _at);
        }
        _at = end;
        // A double holds 15 digits of whatever number; more of them are kept as they are written.
        return new(
            TokenKind.Number,
            digits,
            _at,
            digits.Length <= 15 ? JsonataValue.Of(value) : Json.JsonText.Read(digits)
        );
    }

    private bool IsDigit(int at) => at < text.Length && char.IsAsciiDigit(text[at]);

    private int Digits(int at)
    {
        while (IsDigit(at))
        {
            at++;
        }
        return at;
    }

    private Token Name()
    {
        var start = _at;
        while (
            _at < text.Length
            && !Blanks.Contains(text[_at], StringComparison.Ordinal)
            && !Single.Contains(text[_at], StringComparison.Ordinal)
        )
        {
            _at++;
        }
        var name = text[start.._at];
        return name switch
        {
            ['$', ..] => new(TokenKind.Variable, name[1..], _at),
            "and" or "or" or "in" => new(TokenKind.Operator, name, _at),
            "true" => new(TokenKind.Value, name, _at, JsonataValue.True),
            "false" => new(TokenKind.Value, name, _at, JsonataValue.False),
            "null" => new(TokenKind.Value, name, _at, JsonataValue.Null),
            _ => new(TokenKind.Name, name, _at),
        };
    }
}
