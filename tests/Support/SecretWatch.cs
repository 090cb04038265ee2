using System.Collections.Concurrent;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Support;

/// <summary>Hears every line of the log, whatever its level, and keeps those that give a secret away: as it is, or in the ways that HTTP and JSON write it.</summary>
internal sealed class SecretWatch(params string[] secrets) : ILoggerProvider
{
    private readonly string[] _forms = [.. secrets.SelectMany(Forms).Distinct(StringComparer.Ordinal)];
    private int _lines;

    public ConcurrentQueue<string> Leaks { get; } = new();

    /// <summary>How many lines it heard.</summary>
    public int Lines => _lines;

    /// <summary>The form of a secret that a text holds, or null.</summary>
    public string? Find(string text) =>
        Array.Find(_forms, form => text.Contains(form, StringComparison.OrdinalIgnoreCase));

    public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

    public void Dispose() { }

    private static IEnumerable<string> Forms(string secret)
    {
        yield return secret;
        yield return Uri.EscapeDataString(secret);
        // In base64 what stands before decides how it looks: three ways.
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String(Encoding.UTF8.GetBytes(new string(' ', before) + secret));
            yield return text[(before == 0 ? 0 : 4)..^8];
        }
    }

    private void Hear(string category, string line)
    {
        Interlocked.Increment(ref _lines);
        if (Find(line) is not null)
        {
            Leaks.Enqueue($"{category}: {line}");
        }
    }

    private sealed class Ear(SecretWatch watch, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            watch.Hear(category, $"{state}");
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            // Structured values too: they reach exporters that never format.
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            watch.Hear(
                category,
                $"{formatter(state, exception)} {string.Join(' ', values.Select(v => v.Value))} {exception}"
            );
        }
    }
}
