using System.Collections.Concurrent;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>What was worked out for a text, such as a picture string. It is emptied when full: texts from outside can't fill the memory.</summary>
/// <param name="most">Texts that are kept.</param>
/// <param name="longest">Longest text that is kept, in characters.</param>
internal sealed class BoundedCache<T>(int most = 500, int longest = 1_000)
    where T : class
{
    private readonly ConcurrentDictionary<string, T> _known = new(StringComparer.Ordinal);

    public T Get(string text, Func<string, T> make)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        var made = make(text);
        if (text.Length > longest)
        {
            return made;
        }

        if (_known.Count >= most)
        {
            _known.Clear();
        }

        _known[text] = made;
        return made;
    }
}
