using System.Globalization;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Errors;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>
/// Turns regular expressions of JavaScript (ECMA-262, 22.2 with Annex B, without the u flag) into .NET's. What both write alike but mean
/// differently is spelt out: . $ ^ \d \w \s \b, classes, references to groups that took no part, and the numbers of named groups.
/// </summary>
internal sealed class RegexTranslator
{
    /// <summary>Longest pattern, in characters.</summary>
    public const int Longest = 4_096;

    private const string LineEnds = "\\n\\r\\u2028\\u2029";
    private const string Word = "[a-zA-Z0-9_]";
    private const string Boundary = $"(?:(?<={Word})(?!{Word})|(?<!{Word})(?={Word}))";
    private const string NoBoundary = $"(?:(?<={Word})(?={Word})|(?<!{Word})(?!{Word}))";

    private readonly string _text;
    private readonly bool _multiline;
    private readonly List<string?> _names;
    private readonly StringBuilder _out = new();
    private readonly Stack<(bool Quantifiable, bool Choices)> _open = new();
    private int _at;
    private int _group;
    private int _loops;
    private int _choices;
    private bool _backtracks;
    private bool _nested;

    // What the last atom was: whether a quantifier may follow it, and whether it holds choices within.
    private bool _quantifiable;
    private bool _atomHasChoices;
    private bool _groupHasChoices;

    private RegexTranslator(string pattern, bool multiline)
    {
        (_text, _multiline) = (pattern, multiline);
        _names = RegexGroups.Of(pattern);
    }

    /// <exception cref="JsonataException">S0302: not a regular expression. U1001: too long.</exception>
    public static RegexTranslation Translate(string pattern, bool multiline)
    {
        if (pattern.Length > Longest)
        {
            throw new JsonataException("U1001", text: $"The regular expression is longer than {Longest} characters.");
        }

        return new RegexTranslator(pattern, multiline).Translate();
    }

    private RegexTranslation Translate()
    {
        while (_at < _text.Length)
        {
            Next(_text[_at++]);
        }

        if (_open.Count > 0)
        {
            throw Wrong("a group is not closed");
        }

        var risk =
            _nested || _loops > 3 || _choices > 12 ? RegexRisk.Exponential
            : _loops > 1 || _choices > 4 ? RegexRisk.Power
            : RegexRisk.Little;
        return new RegexTranslation(_out.ToString(), _names.Count, _backtracks, risk);
    }

    private void Next(char c)
    {
        switch (c)
        {
            case '(':
                Open();
                break;
            case ')':
                Close();
                break;
            case '|':
                _out.Append('|');
                _choices++;
                (_quantifiable, _groupHasChoices) = (false, true);
                break;
            case '*' or '+' or '?':
                Quantify(c == '+' ? 1 : 0, c == '?' ? 1 : int.MaxValue);
                break;
            case '{' when Braces() is var (least, most):
                Quantify(least, most);
                break;
            case '^':
                Assertion(_multiline ? $"(?<![^{LineEnds}])" : "\\A", _multiline);
                break;
            case '$':
                Assertion(_multiline ? $"(?![^{LineEnds}])" : "\\z", _multiline);
                break;
            case '.':
                Atom($"[^{LineEnds}]");
                break;
            case '[':
                Atom(RegexClass.Translate(_text, ref _at));
                break;
            case '\\':
                Escape();
                break;
            default:
                Atom(RegexClass.Literal(c));
                break;
        }
    }

    private void Atom(string translated)
    {
        _out.Append(translated);
        (_quantifiable, _atomHasChoices) = (true, false);
    }

    private void Assertion(string translated, bool looksAround)
    {
        _out.Append(translated);
        _quantifiable = false;
        _backtracks |= looksAround;
    }

    private void Open()
    {
        var quantifiable = true;
        if (Skip("?:"))
        {
            _out.Append("(?:");
        }
        else if (Skip("?=") || Skip("?!"))
        {
            _out.Append('(').Append(_text, _at - 2, 2);
            _backtracks = true;
        }
        else if (Skip("?<=") || Skip("?<!"))
        {
            _out.Append('(').Append(_text, _at - 3, 3);
            (_backtracks, quantifiable) = (true, false);
        }
        else if (Skip("?<"))
        {
            _at = _text.IndexOf('>', _at) + 1;
            _out.Append(CultureInfo.InvariantCulture, $"(?<{++_group}>");
        }
        else if (_at < _text.Length && _text[_at] == '?')
        {
            throw Wrong("the group's kind is unknown");
        }
        else
        {
            _out.Append(CultureInfo.InvariantCulture, $"(?<{++_group}>");
        }

        _open.Push((quantifiable, _groupHasChoices));
        (_quantifiable, _groupHasChoices) = (false, false);
    }

    private void Close()
    {
        if (!_open.TryPop(out var outer))
        {
            throw Wrong("there is a ) without (");
        }

        _out.Append(')');
        (_quantifiable, _atomHasChoices) = (outer.Quantifiable, _groupHasChoices);
        _groupHasChoices |= outer.Choices;
    }

    private void Quantify(int least, int most)
    {
        if (!_quantifiable)
        {
            throw Wrong("there is nothing to repeat");
        }

        if (least > most)
        {
            throw Wrong("the numbers of a repetition are out of order");
        }

        _out.Append(
            (least, most) switch
            {
                (0, 1) => "?",
                (0, int.MaxValue) => "*",
                (1, int.MaxValue) => "+",
                (_, int.MaxValue) => $"{{{least},}}",
                _ => $"{{{least},{most}}}",
            }
        );
        if (_at < _text.Length && _text[_at] == '?')
        {
            _out.Append('?');
            _at++;
        }

        _nested |= _atomHasChoices && most > 1;
        if (least != most)
        {
            _choices++;
            _loops += most > 1 ? 1 : 0;
            _groupHasChoices = true;
        }

        _quantifiable = false;
    }

    // {n}, {n,} or {n,m}; anything else is an ordinary brace, and nothing is read.
    private (int Least, int Most)? Braces()
    {
        var end = _text.IndexOf('}', _at);
        if (end < 0)
        {
            return null;
        }

        var inner = _text.AsSpan(_at, end - _at);
        var comma = inner.IndexOf(',');
        var first = comma < 0 ? inner : inner[..comma];
        var second = comma < 0 ? inner : inner[(comma + 1)..];
        if (first.IsEmpty || first.ContainsAnyExceptInRange('0', '9') || second.ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        _at = end + 1;
        return (Number(first), second.IsEmpty ? int.MaxValue : Number(second));
    }

    private static int Number(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : int.MaxValue;

    private void Escape()
    {
        if (_at == _text.Length)
        {
            throw Wrong("it ends with \\");
        }

        var c = _text[_at];
        switch (c)
        {
            case 'b' or 'B':
                _at++;
                Assertion(c == 'b' ? Boundary : NoBoundary, true);
                break;
            case >= '1' and <= '9' when Reference() is var group and > 0:
                Refer(group);
                break;
            case 'k' when _names.Exists(name => name is not null):
                Refer(NamedReference());
                break;
            default:
                Atom(RegexClass.TranslateEscape(_text, ref _at));
                break;
        }
    }

    // A group that took no part stands for nothing at all; .NET would not match.
    private void Refer(int group)
    {
        _backtracks = true;
        Atom(string.Create(CultureInfo.InvariantCulture, $"(?({group})\\k<{group}>|)"));
    }

    private int Reference()
    {
        var end = _at;
        while (end < _text.Length && char.IsAsciiDigit(_text[end]))
        {
            end++;
        }

        var group = Number(_text.AsSpan(_at, end - _at));
        if (group > _names.Count)
        {
            return 0;
        }

        _at = end;
        return group;
    }

    private int NamedReference()
    {
        var end = _at + 1 < _text.Length && _text[_at + 1] == '<' ? _text.IndexOf('>', _at) : -1;
        var group = end < 0 ? -1 : _names.IndexOf(_text[(_at + 2)..end]);
        if (group < 0)
        {
            throw Wrong("it refers to a group that it does not name");
        }

        _at = end + 1;
        return group + 1;
    }

    private bool Skip(string text)
    {
        if (string.CompareOrdinal(_text, _at, text, 0, text.Length) != 0)
        {
            return false;
        }

        _at += text.Length;
        return true;
    }

    internal static JsonataException Wrong(string why) =>
        new("S0302", text: $"The regular expression is not a valid one: {why}.");
}
