using System.Text.RegularExpressions;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>A regular expression. Called with a string it gives its first match: match, start, end, groups and next.</summary>
public sealed class RegexFunction : JFunction
{
    // Patterns that are used this often are worth the milliseconds that compiling them takes.
    private const int WorthCompiling = 3_000;

    // Characters in which two or three loops in a row can't take long.
    private const int ShortText = 200;

    private static readonly BoundedCache<RegexTranslation> Plain = new();
    private static readonly BoundedCache<RegexTranslation> Multiline = new();

    private readonly RegexTranslation _translation;
    private readonly RegexOptions _options;
    private Regex? _engine;
    private Regex? _automaton;
    private int _uses;

    /// <summary>A regular expression.</summary>
    /// <param name="pattern">Pattern in JavaScript's syntax.</param>
    /// <param name="flags">i and m.</param>
    /// <exception cref="JsonataException">S0302: not a regular expression. U1001: too long.</exception>
    public RegexFunction(string pattern, string flags)
    {
        Pattern = pattern;
        _translation = flags.Contains('m')
            ? Multiline.Get(pattern, static text => RegexTranslator.Translate(text, true))
            : Plain.Get(pattern, static text => RegexTranslator.Translate(text, false));
        _options = RegexOptions.CultureInvariant;
        _options |= flags.Contains('i') ? RegexOptions.IgnoreCase : RegexOptions.None;
    }

    /// <inheritdoc/>
    /// <remarks>The second one is the offset to search from, in UTF-16 code units.</remarks>
    public override int Arity => 2;

    /// <summary>The pattern in JavaScript's syntax.</summary>
    internal string Pattern { get; }

    /// <summary>Number of capturing groups.</summary>
    internal int Groups => _translation.Groups;

    /// <inheritdoc/>
    public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run)
    {
        var text = args.At(0).AsString() ?? MatchObject.TextOf(args.At(0), run);
        var start = args.At(1).IsNumber && args[1].AsDouble > 0 ? args[1].AsDouble : 0;
        return start <= text.Length && TryMatch(text, (int)start, run, out var hit)
            ? MatchObject.Of(this, text, hit, run)
            : default;
    }

    /// <summary>The first match from an offset on.</summary>
    /// <exception cref="JsonataException">U1001: it takes too long.</exception>
    internal bool TryMatch(string text, int start, Run run, out RegexHit hit)
    {
        run.Step();
        var engine = Engine(text, run);
        try
        {
            if (Groups > 0)
            {
                var match = engine.Match(text, start);
                hit = new RegexHit(match.Index, match.Length, match);
                return match.Success;
            }

            foreach (var match in engine.EnumerateMatches(text, start))
            {
                hit = new RegexHit(match.Index, match.Length, null);
                return true;
            }

            hit = default;
            return false;
        }
        catch (RegexMatchTimeoutException)
        {
            throw new JsonataException(
                "U1001",
                text: $"The regular expression /{Pattern}/ takes longer than {run.Limits.RegexTime.TotalMilliseconds} ms."
            );
        }
        finally
        {
            if (_translation.Risk != RegexRisk.Little || text.Length > 1_000)
            {
                run.Check();
            }
        }
    }

    /// <summary>The match behind another one; false at the end of the text.</summary>
    /// <exception cref="JsonataException">D1004: it matches nothing at all, so that it would never get on.</exception>
    internal bool TryNext(string text, RegexHit last, Run run, out RegexHit hit)
    {
        hit = default;
        var start = last.Start + last.Length;
        if (start >= text.Length || !TryMatch(text, start, run, out hit))
        {
            return false;
        }

        return hit.Length > 0 ? true : throw new JsonataException("D1004", value: JsonataValue.Of(Pattern));
    }

    // An automaton takes time in proportion to the text; a backtracking engine is faster where there is nothing to go wrong.
    private Regex Engine(string text, Run run)
    {
        var needsAutomaton =
            !_translation.NeedsBacktracking
            && (
                _translation.Risk == RegexRisk.Exponential
                || (_translation.Risk == RegexRisk.Power && text.Length > ShortText)
            );
        if (needsAutomaton)
        {
            var automaton = _automaton;
            return automaton is not null && automaton.MatchTimeout == run.Limits.RegexTime
                ? automaton
                : _automaton = Make(_options | RegexOptions.NonBacktracking, run);
        }

        var engine = _engine;
        if (engine is null || engine.MatchTimeout != run.Limits.RegexTime)
        {
            return _engine = Make(_options, run);
        }

        return ++_uses == WorthCompiling ? _engine = Make(_options | RegexOptions.Compiled, run) : engine;
    }

    private Regex Make(RegexOptions options, Run run)
    {
        try
        {
            return new Regex(_translation.Pattern, options, run.Limits.RegexTime);
        }
        catch (NotSupportedException)
        {
            // Too large for the automaton: the clock has to guard it.
            return new Regex(_translation.Pattern, options & ~RegexOptions.NonBacktracking, run.Limits.RegexTime);
        }
        catch (ArgumentException error)
        {
            throw new JsonataException("S0302", text: error.Message);
        }
    }
}
