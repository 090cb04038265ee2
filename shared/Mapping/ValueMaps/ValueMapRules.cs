using System.Text;
using System.Text.Json;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.ValueMaps;

/// <summary>What a value map may be.</summary>
public static class ValueMapRules
{
    /// <summary>Most entries.</summary>
    public const int MostEntries = 10_000;

    private const int MostName = 60;
    private const int MostText = 200;
    private const int MostNote = 500;

    // More of them would only hide the first.
    private const int MostErrors = 50;

    /// <summary>Whether the text can be a name: kebab-case, 1 to 60 characters.</summary>
    public static bool IsName(string? name) =>
        name is { Length: > 0 and <= MostName }
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-'
        && name[^1] != '-';

    /// <summary>All that is wrong with a value map, with pointers into it: <c>/entries/17/from</c>.</summary>
    public static IReadOnlyList<IntegrationError> Check(string name, string? title, ValueMap map)
    {
        var errors = new List<IntegrationError>();
        if (!IsName(name))
        {
            errors.Add(
                Invalid(
                    "/name",
                    $"A value map's name is 1 to {MostName} of a to z, 0 to 9 and hyphens between them, such as tax-codes."
                )
            );
        }
        Text(errors, "/title", "title", title, MostText);
        Text(errors, "/default", "default", map.Default, MostText);
        if (map.Entries.Count > MostEntries)
        {
            errors.Add(
                Invalid("/entries", $"A value map has at most {MostEntries} entries; these are {map.Entries.Count}.")
            );
            return errors;
        }
        var first = new Dictionary<string, int>(
            map.IgnoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal
        );
        for (var i = 0; i < map.Entries.Count && errors.Count < MostErrors; i++)
        {
            Entry(errors, map.Entries[i], i, first);
        }
        if (errors.Count == 0 && Size(map) > DocumentBatch.MaxBytes / 2)
        {
            errors.Add(
                Invalid("/entries", "The value map is too large to be stored. Shorten its notes, or make two of it.")
            );
        }
        return errors;
    }

    private static void Entry(
        List<IntegrationError> errors,
        ValueMapEntry entry,
        int index,
        Dictionary<string, int> first
    )
    {
        var at = $"/entries/{index}";
        Text(errors, $"{at}/from", "from", entry.From, MostText);
        Text(errors, $"{at}/to", "to", entry.To, MostText);
        Text(errors, $"{at}/note", "note", entry.Note, MostNote);
        if (entry.From.Length == 0)
        {
            errors.Add(
                Invalid($"{at}/from", "'from' is empty; an empty value is never looked up, a rule's default is for it.")
            );
        }
        else if (!first.TryAdd(entry.From, index))
        {
            errors.Add(
                Invalid(
                    $"{at}/from",
                    $"'{entry.From}' is in entry {first[entry.From]} already; a value leads to one other."
                )
            );
        }
    }

    private static void Text(List<IntegrationError> errors, string pointer, string name, string? text, int most)
    {
        if (text is null)
        {
            return;
        }
        if (text.Length > most)
        {
            errors.Add(Invalid(pointer, $"'{name}' has {text.Length} characters; at most {most} are allowed."));
        }
        else if (text.Any(char.IsControl) || HasLoneSurrogate(text))
        {
            errors.Add(Invalid(pointer, $"'{name}' holds a control character, or one that is no Unicode."));
        }
    }

    private static bool HasLoneSurrogate(string text) =>
        text.EnumerateRunes().Any(rune => rune == Rune.ReplacementChar) && !text.Contains('\uFFFD');

    private static int Size(ValueMap map) =>
        JsonSerializer.SerializeToUtf8Bytes(map, MappingJson.Default.ValueMap).Length;

    internal static IntegrationError Invalid(string pointer, string message) =>
        new(ErrorKind.Validation, "validation-failed", message, pointer);
}
