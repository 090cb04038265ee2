using System.Collections.Concurrent;

namespace IntegrationFunctions.Mapping.Jsonata;

/// <summary>Compiled expressions by their text, shared by all threads. When it is full it begins anew: what is in use comes back at once.</summary>
/// <param name="options">How they are evaluated.</param>
/// <param name="capacity">Most expressions that it keeps.</param>
public sealed class ExpressionCache(JsonataOptions options, int capacity = 10_000)
{
    private readonly ConcurrentDictionary<string, JsonataExpression> _byText = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>The expression of this text, compiled.</summary>
    /// <exception cref="Errors.JsonataException">It can't be read.</exception>
    public JsonataExpression Get(string text)
    {
        if (_byText.TryGetValue(text, out var known))
        {
            return known;
        }
        var made = JsonataExpression.Compile(text, options);
        if (_byText.TryAdd(text, made) && Interlocked.Increment(ref _count) > capacity)
        {
            Volatile.Write(ref _count, 0);
            _byText.Clear();
        }
        return made;
    }
}
