namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>The capturing groups of a pattern in JavaScript's syntax.</summary>
internal static class RegexGroups
{
    /// <summary>One entry a group, in order: its name, or null.</summary>
    /// <exception cref="Errors.JsonataException">S0302: a name that is none, or that comes twice.</exception>
    public static List<string?> Of(string pattern)
    {
        var names = new List<string?>();
        var inClass = false;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '[':
                    inClass = true;
                    break;
                case ']':
                    inClass = false;
                    break;
                case '(' when !inClass && (i + 1 == pattern.Length || pattern[i + 1] != '?'):
                    names.Add(null);
                    break;
                case '(' when !inClass && IsNamed(pattern, i):
                    var name = NameAt(pattern, i + 3);
                    if (names.Contains(name))
                    {
                        throw RegexTranslator.Wrong($"the group {name} is named twice");
                    }

                    names.Add(name);
                    break;
            }
        }

        return names;
    }

    private static bool IsNamed(string pattern, int at) =>
        string.CompareOrdinal(pattern, at, "(?<", 0, 3) == 0
        && at + 3 < pattern.Length
        && pattern[at + 3] is not ('=' or '!');

    private static string NameAt(string pattern, int start)
    {
        var end = pattern.IndexOf('>', start);
        var name = end < 0 ? "" : pattern[start..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            throw RegexTranslator.Wrong("a group's name is not one");
        }

        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '$') && !char.IsSurrogate(c))
            {
                throw RegexTranslator.Wrong("a group's name is not one");
            }
        }

        return name;
    }
}
