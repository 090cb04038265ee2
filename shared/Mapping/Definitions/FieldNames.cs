using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Definitions;

/// <summary>A field of a record by its names from the outside in: <c>to_Address.CityName</c>, with backticks around a name that holds a point.</summary>
public static class FieldNames
{
    /// <summary>The names; null where the text is no path of names.</summary>
    public static string[]? Parse(string text)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var at = 0;
        while (true)
        {
            name.Clear();
            if (at < text.Length && text[at] == '`')
            {
                var end = text.IndexOf('`', at + 1);
                if (end < 0)
                {
                    return null;
                }
                name.Append(text, at + 1, end - at - 1);
                at = end + 1;
            }
            else
            {
                while (at < text.Length && text[at] != '.' && text[at] != '`')
                {
                    name.Append(text[at++]);
                }
            }
            if (name.Length == 0)
            {
                return null;
            }
            names.Add(name.ToString());
            if (at == text.Length)
            {
                return [.. names];
            }
            if (text[at++] != '.')
            {
                return null;
            }
        }
    }

    /// <summary>The path of names, as <see cref="Parse"/> reads it; null where a name is empty or holds a backtick, which no path can say.</summary>
    public static string? Format(IEnumerable<string> names)
    {
        var path = new StringBuilder();
        foreach (var name in names)
        {
            if (name.Length == 0 || name.Contains('`', StringComparison.Ordinal))
            {
                return null;
            }
            path.Append(path.Length > 0 ? "." : "");
            path.Append(name.Contains('.', StringComparison.Ordinal) ? $"`{name}`" : name);
        }
        return path.Length > 0 ? path.ToString() : null;
    }

    /// <summary>What is there; nothing where a name is absent, and null where a list stands in between, of which no entry is named.</summary>
    internal static JsonataValue? Read(JsonataValue record, string[] names)
    {
        foreach (var name in names)
        {
            if (record.Array is not null)
            {
                return null;
            }
            record = record.Object?[name] ?? default;
        }
        return record;
    }

    /// <summary>Puts a value there; objects in between are made where they are missing.</summary>
    internal static void Write(JsonataObject record, string[] names, JsonataValue value)
    {
        foreach (var name in names.AsSpan(0, names.Length - 1))
        {
            if (record[name].Object is not { } inner)
            {
                inner = new JsonataObject();
                record.Set(name, JsonataValue.Of(inner));
            }
            record = inner;
        }
        record.Set(names[^1], value);
    }
}
