using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace IntegrationFunctions.Functions.Http;

/// <summary>Says in the API's own words why a JSON body was refused, and where. Names of .NET types stay inside.</summary>
internal static partial class BodyErrors
{
    public static (string Detail, IReadOnlyList<FieldError> Fields) Explain(JsonException e)
    {
        var pointer = Pointer(e.Path);
        if (Missing().Match(e.Message) is { Success: true } missing)
        {
            // A list of names may end in "..." where it is long.
            var names = Name().Matches(missing.Groups[1].Value).Select(m => m.Groups[1].Value).ToList();
            var fields = names.Select(n => new FieldError($"{pointer}/{Escape(n)}", $"'{n}' is required.")).ToList();
            return ($"The body lacks {string.Join(", ", names.Select(n => $"'{n}'"))}.", fields);
        }
        var detail = Describe(e, pointer);
        return (detail, pointer.Length == 0 ? [] : [new FieldError(pointer, detail)]);
    }

    private static string Describe(JsonException e, string pointer)
    {
        var place = e.LineNumber is { } line ? $" (line {line + 1}, byte {(e.BytePositionInLine ?? 0) + 1})" : "";
        var field = pointer.Length == 0 ? "The body" : $"'{pointer}'";
        if (e.Message.Contains("could not be mapped to any .NET member", StringComparison.Ordinal))
        {
            return $"{field} is not a property of this request{place}.";
        }
        if (e.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return $"The body is nested deeper than 64 levels{place}.";
        }
        if (e.InnerException is InvalidOperationException text && IsText(text))
        {
            return $"{field} holds a character that is no Unicode, such as half of a surrogate pair{place}.";
        }
        if (e.Message.StartsWith("Duplicate propert", StringComparison.Ordinal))
        {
            return $"A property appears twice{place}.";
        }
        if (e.Message.Contains("null values", StringComparison.Ordinal))
        {
            return $"{field} can't be null{place}.";
        }
        if (
            e.InnerException is InvalidOperationException inner
            && Token().Match(inner.Message) is { Success: true } token
        )
        {
            return $"{field} must be a {token.Groups[1].Value}{place}.";
        }
        if (Converted().Match(e.Message) is { Success: true } converted)
        {
            return $"{field} must be {Wanted(converted.Groups[1].Value)}{place}.";
        }
        return e.InnerException is JsonException || e.Message.Contains("'0x", StringComparison.Ordinal) || IsSyntax(e)
            ? $"The body is not valid JSON{place}."
            : $"{field} has a value that can't be read{place}.";
    }

    private static bool IsText(InvalidOperationException e) =>
        e.Message.Contains("UTF-8", StringComparison.Ordinal) || e.Message.Contains("UTF-16", StringComparison.Ordinal);

    private static bool IsSyntax(JsonException e) =>
        e.InnerException?.GetType().Name == "JsonReaderException" || e.GetType().Name == "JsonReaderException";

    private static string Wanted(string type) =>
        type switch
        {
            _ when Values(type) is { } values => $"one of: {values}",
            _ when type.Contains("System.Int", StringComparison.Ordinal) => "a whole number",
            _ when type.Contains("System.Decimal", StringComparison.Ordinal) =>
                "a decimal number in a string, such as \"12.50\"",
            _ when type.Contains("System.String", StringComparison.Ordinal) => "a string",
            _ when type.Contains("Boolean", StringComparison.Ordinal) => "true or false",
            _ when type.Contains("DateOnly", StringComparison.Ordinal) => "a date such as 2026-01-31",
            _ when type.Contains("DateTime", StringComparison.Ordinal) => "a time such as 2026-01-31T09:00:00Z",
            _ when type.Contains("List", StringComparison.Ordinal) || type.Contains("[]", StringComparison.Ordinal) =>
                "an array",
            _ when type.StartsWith("IntegrationFunctions.", StringComparison.Ordinal)
                    || type.Contains("JsonObject", StringComparison.Ordinal) => "an object",
            _ => "of the type that the API's description gives",
        };

    private static string? Values(string type) =>
        AppDomain
            .CurrentDomain.GetAssemblies()
            .Where(a => a.GetName().Name!.Contains("ntegration", StringComparison.Ordinal))
            .Select(a => a.GetType(type))
            .FirstOrDefault(t => t is { IsEnum: true })
            is { } found
            ? string.Join(", ", Enum.GetNames(found).Select(JsonNamingPolicy.CamelCase.ConvertName))
            : null;

    /// <summary><c>$.settings['a.b'][0]</c> becomes <c>/settings/a.b/0</c>.</summary>
    internal static string Pointer(string? path)
    {
        var pointer = new StringBuilder();
        foreach (Match step in Step().Matches(path ?? "$"))
        {
            var name = step.Groups["quoted"] is { Success: true } quoted ? quoted.Value : step.Groups["plain"].Value;
            pointer.Append('/').Append(Escape(name));
        }
        return pointer.ToString();
    }

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);

    [GeneratedRegex(@"missing required properties including: (.*?)\.(?: Path:|$)")]
    private static partial Regex Missing();

    [GeneratedRegex(@"'([^']+)'")]
    private static partial Regex Name();

    [GeneratedRegex(@"Cannot get the value of a token type '\w+' as a (string|number|boolean)")]
    private static partial Regex Token();

    [GeneratedRegex(@"could not be converted to ([^\s]+?)\.? Path:|could not be converted to (\S+)\.$")]
    private static partial Regex Converted();

    [GeneratedRegex(@"\.(?<plain>[^.\[]+)|\['(?<quoted>.*?)'\]|\[(?<plain>\d+)\]")]
    private static partial Regex Step();
}
