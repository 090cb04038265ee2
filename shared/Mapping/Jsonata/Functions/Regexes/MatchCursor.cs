using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Goes through the matches in a text: of a regular expression, or of a function that answers as one does.</summary>
internal struct MatchCursor(JFunction matcher, string text, Run run)
{
    private readonly RegexFunction? _regex = matcher as RegexFunction;
    private RegexHit _hit;
    private JsonataValue _answer;

    /// <summary>Goes to the first match.</summary>
    /// <exception cref="JsonataException">T1010: the function's answer is not a match.</exception>
    public bool First() =>
        _regex is not null ? _regex.TryMatch(text, 0, run, out _hit) : Take(matcher, JsonataValue.Of(text));

    /// <summary>Goes to the next match.</summary>
    public bool Next()
    {
        if (_regex is not null)
        {
            return _regex.TryNext(text, _hit, run, out _hit);
        }

        return Take(Field("next").Function ?? throw NoMatch(), default);
    }

    public readonly double Start => _regex is not null ? _hit.Start : Field("start").AsDouble;

    public readonly double End => _regex is not null ? _hit.Start + _hit.Length : Field("end").AsDouble;

    /// <summary>Where the matched text ends, which a function need not call the end.</summary>
    public readonly double EndOfMatch =>
        _regex is not null
            ? _hit.Start + _hit.Length
            : Field("start").AsDouble + (Field("match").AsString() ?? throw NoMatch()).Length;

    /// <summary>The matched text as a value.</summary>
    public readonly JsonataValue Match =>
        _regex is not null ? JsonataValue.Of(text.Substring(_hit.Start, _hit.Length)) : Field("match");

    /// <summary>What the groups took, as an array.</summary>
    public readonly JsonataValue Groups() =>
        _regex is not null ? JsonataValue.Of(_hit.Groups(_regex.Groups, run)) : Field("groups");

    /// <summary>The match as expressions see it.</summary>
    public readonly JsonataValue AsValue() => _regex is not null ? MatchObject.Of(_regex, text, _hit, run) : _answer;

    /// <summary>The start as a value.</summary>
    public readonly JsonataValue StartValue() =>
        _regex is not null ? JsonataValue.Of((double)_hit.Start) : Field("start");

    /// <summary>A part of the text, as JavaScript's substring cuts it: in either order, and within its bounds.</summary>
    public readonly ReadOnlySpan<char> Cut(double start, double end)
    {
        var (from, to) = (Within(start), Within(end));
        return text.AsSpan(Math.Min(from, to), Math.Abs(to - from));
    }

    private readonly int Within(double position) => position >= 0 ? (int)Math.Min(position, text.Length) : 0;

    private readonly JsonataValue Field(string name) => _answer.Object is { } fields ? fields[name] : throw NoMatch();

    private bool Take(JFunction function, JsonataValue argument)
    {
        run.Step();
        _answer = function.Invoke([argument], JsonataValue.Null, run);
        return IsMatch(_answer);
    }

    /// <summary>Whether a function found something.</summary>
    /// <exception cref="JsonataException">T1010: its answer is not a match.</exception>
    public static bool IsMatch(JsonataValue answer)
    {
        if (!Truth.OfScript(answer))
        {
            return !answer.IsUndefined;
        }

        var fields = answer.Object;
        return
            fields is not null
            && (
                fields["start"].IsNumber
                || fields["groups"].Kind == JsonataKind.Array
                || fields["next"].Kind == JsonataKind.Function
            )
            ? true
            : throw NoMatch();
    }

    private static JsonataException NoMatch() => new("T1010");
}
