using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>Splits names into words and makes words of several languages and abbreviations one: <c>CT_CodePostal</c> is postal, code.</summary>
internal sealed partial class NameWords
{
    private const int ShortestPart = 3;

    private readonly FrozenSet<string> _ignored;
    private readonly FrozenDictionary<string, double> _weak;
    private readonly FrozenDictionary<string, string[]> _synonyms;
    private readonly FrozenSet<string> _known;

    public NameWords(JsonObject words)
    {
        _ignored = words["ignored"]!.AsArray().Select(word => (string)word!).ToFrozenSet(StringComparer.Ordinal);
        _weak = words["weak"]!
            .AsObject()
            .ToFrozenDictionary(word => word.Key, word => (double)word.Value!, StringComparer.Ordinal);
        _synonyms = words["synonyms"]!
            .AsObject()
            .SelectMany(word => word.Value!.AsArray().Select(other => (Other: (string)other!, To: word.Key.Split(' '))))
            .DistinctBy(pair => pair.Other)
            .ToFrozenDictionary(pair => pair.Other, pair => pair.To, StringComparer.Ordinal);
        _known = _synonyms
            .Keys.Concat(_synonyms.Values.SelectMany(to => to))
            .Concat(_weak.Keys)
            .Where(word => word.Length >= ShortestPart)
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>The words of a name, each once, in the form that all languages share.</summary>
    public IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        foreach (var word in Split(Initials().Replace(name, "$1")))
        {
            foreach (var same in Same(word))
            {
                if (!_ignored.Contains(same) && !words.Contains(same))
                {
                    words.Add(same);
                }
            }
        }
        return words;
    }

    /// <summary>How much a word says.</summary>
    public double Weight(string word) => _weak.GetValueOrDefault(word, 1);

    /// <summary>Small letters without accents.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }
        return folded.ToString();
    }

    private string[] Same(string word)
    {
        if (_ignored.Contains(word) || _known.Contains(word) || _synonyms.ContainsKey(word))
        {
            return _synonyms.GetValueOrDefault(word, [word]);
        }
        var singular = word.Length > 3 && word[^1] is 's' or 'x' ? word[..^1] : word;
        if (_synonyms.TryGetValue(singular, out var same))
        {
            return same;
        }
        if (_known.Contains(singular))
        {
            return [singular];
        }
        // Names without any border, such as duedate.
        for (var at = ShortestPart; at <= word.Length - ShortestPart; at++)
        {
            if (_known.Contains(word[..at]) && _known.Contains(word[at..]))
            {
                return [.. Same(word[..at]), .. Same(word[at..])];
            }
        }
        return [singular];
    }

    private static IEnumerable<string> Split(string name)
    {
        var start = -1;
        for (var i = 0; i <= name.Length; i++)
        {
            var isPart = i < name.Length && char.IsLetterOrDigit(name[i]);
            if (start >= 0 && (!isPart || IsBorder(name, i)))
            {
                yield return Fold(name[start..i]);
                start = -1;
            }
            if (isPart && start < 0)
            {
                start = i;
            }
        }
    }

    // H.T. is HT
    [GeneratedRegex(@"(?<!\p{L})(\p{L})\.(?=\p{L}(\P{L}|$))", RegexOptions.CultureInvariant)]
    private static partial Regex Initials();

    // aB, Bc of ABc, a1, 1a
    private static bool IsBorder(string name, int i) =>
        (char.IsUpper(name[i]) && char.IsLower(name[i - 1]))
        || (char.IsUpper(name[i - 1]) && char.IsUpper(name[i]) && i + 1 < name.Length && char.IsLower(name[i + 1]))
        || char.IsDigit(name[i]) != char.IsDigit(name[i - 1]);
}
