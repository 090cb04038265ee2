using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>Reads and works out one expression; null is undefined.</summary>
internal sealed class FakeExpression(string text, IReadOnlyDictionary<string, JsonElement> parameters, JsonElement item)
{
    private static readonly JsonElement True = JsonElement.Parse("true");
    private static readonly JsonElement False = JsonElement.Parse("false");
    private int _at;

    public JsonElement? Read()
    {
        var value = Or();
        Blank();
        return _at == text.Length ? value : throw new InvalidOperationException($"Not understood: {text[_at..]}");
    }

    private JsonElement? Or()
    {
        var left = And();
        while (Take("OR "))
        {
            var right = And();
            left =
                Is(left, true) || Is(right, true) ? True
                : Is(left, false) && Is(right, false) ? False
                : null;
        }
        return left;
    }

    private JsonElement? And()
    {
        var left = Not();
        while (Take("AND "))
        {
            var right = Not();
            left =
                Is(left, false) || Is(right, false) ? False
                : Is(left, true) && Is(right, true) ? True
                : null;
        }
        return left;
    }

    private JsonElement? Not()
    {
        if (!Take("NOT "))
        {
            return Comparison();
        }
        var value = Not();
        return Is(value, true) ? False
            : Is(value, false) ? True
            : null;
    }

    private JsonElement? Comparison()
    {
        var left = Primary();
        if (Take("IN ("))
        {
            var hit = false;
            do
            {
                var candidate = Primary();
                hit |= left is not null && FakeValue.Same(left, candidate);
            } while (Take(","));
            Need(")");
            return left is null ? null
                : hit ? True
                : False;
        }
        foreach (var sign in new[] { "!=", "<=", ">=", "=", "<", ">" })
        {
            if (Take(sign))
            {
                return Compare(sign, left, Primary());
            }
        }
        return left;
    }

    private static JsonElement? Compare(string sign, JsonElement? left, JsonElement? right)
    {
        // Values of two types are not compared.
        if (left is null || right is null || FakeValue.Type(left) != FakeValue.Type(right))
        {
            return null;
        }
        var order = FakeValue.Compare(left, right);
        return sign switch
        {
            "=" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        }
            ? True
            : False;
    }

    private JsonElement? Primary()
    {
        Blank();
        if (Take("("))
        {
            var inside = Or();
            Need(")");
            return inside;
        }
        if (Take("'"))
        {
            var end = text.IndexOf('\'', _at);
            var literal = JsonSerializer.SerializeToElement(text[_at..end]);
            _at = end + 1;
            return literal;
        }
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '@'))
        {
            _at++;
        }
        var word = text[start.._at];
        if (word.StartsWith('@'))
        {
            return parameters[word];
        }
        return word switch
        {
            "true" => True,
            "false" => False,
            "r" => Path(),
            _ when Take("(") => Call(word),
            _ => throw new InvalidOperationException($"Not understood: {text[start..]}"),
        };
    }

    private JsonElement? Path()
    {
        JsonElement? value = item;
        while (_at < text.Length && text[_at] is '.' or '[')
        {
            string name;
            if (text[_at] == '.')
            {
                var start = ++_at;
                while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
                {
                    _at++;
                }
                name = text[start.._at];
            }
            else
            {
                var end = text.IndexOf("\"]", _at, StringComparison.Ordinal);
                name = text[(_at + 2)..end];
                _at = end + 2;
            }
            value =
                value is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty(name, out var child) ? child : null;
        }
        return value;
    }

    private JsonElement? Call(string function)
    {
        var arguments = new List<JsonElement?>();
        do
        {
            arguments.Add(Or());
        } while (Take(","));
        Need(")");
        var it = arguments[0];
        bool? answer = function switch
        {
            "IS_DEFINED" => it is not null,
            "IS_NULL" => it?.ValueKind == JsonValueKind.Null,
            "IS_BOOL" => it?.ValueKind is JsonValueKind.True or JsonValueKind.False,
            "IS_NUMBER" => it?.ValueKind == JsonValueKind.Number,
            "IS_STRING" => it?.ValueKind == JsonValueKind.String,
            "IS_ARRAY" => it?.ValueKind == JsonValueKind.Array,
            "IS_OBJECT" => it?.ValueKind == JsonValueKind.Object,
            "STARTSWITH" => it?.ValueKind == JsonValueKind.String
                ? it.Value.GetString()!.StartsWith(arguments[1]!.Value.GetString()!, StringComparison.Ordinal)
                : null,
            "ARRAY_CONTAINS" => it?.ValueKind == JsonValueKind.Array
                && it.Value.EnumerateArray().Any(element => FakeValue.Same(element, arguments[1])),
            _ => throw new InvalidOperationException($"No function {function}."),
        };
        return answer switch
        {
            null => null,
            true => True,
            _ => False,
        };
    }

    private static bool Is(JsonElement? value, bool what) =>
        value?.ValueKind == (what ? JsonValueKind.True : JsonValueKind.False);

    private void Blank()
    {
        while (_at < text.Length && text[_at] == ' ')
        {
            _at++;
        }
    }

    private bool Take(string word)
    {
        Blank();
        if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
        {
            return false;
        }
        _at += word.Length;
        return true;
    }

    private void Need(string word)
    {
        if (!Take(word))
        {
            throw new InvalidOperationException($"'{word}' is missing before: {text[_at..]}");
        }
    }
}

/// <summary>Values in Cosmos DB's order: undefined, null, booleans, numbers, strings, arrays, objects.</summary>
internal static class FakeValue
{
    public static int Type(JsonElement? value) =>
        value?.ValueKind switch
        {
            null => 0,
            JsonValueKind.Null => 1,
            JsonValueKind.True or JsonValueKind.False => 2,
            JsonValueKind.Number => 3,
            JsonValueKind.String => 4,
            JsonValueKind.Array => 5,
            _ => 6,
        };

    public static bool Same(JsonElement? a, JsonElement? b) =>
        Type(a) == Type(b) && Type(a) is > 0 and < 5 && Compare(a, b) == 0;

    public static int Compare(JsonElement? a, JsonElement? b) =>
        Type(a) != Type(b)
            ? Type(a).CompareTo(Type(b))
            : a?.ValueKind switch
            {
                JsonValueKind.True or JsonValueKind.False => a.Value.GetBoolean().CompareTo(b!.Value.GetBoolean()),
                JsonValueKind.Number => a.Value.GetDouble().CompareTo(b!.Value.GetDouble()),
                JsonValueKind.String => Encoding
                    .UTF8.GetBytes(a.Value.GetString()!)
                    .AsSpan()
                    .SequenceCompareTo(Encoding.UTF8.GetBytes(b!.Value.GetString()!)),
                _ => 0,
            };
}
