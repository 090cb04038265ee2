using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>Makes texts uniform. What was there before can't be told from the result, so none of these goes back.</summary>
internal sealed class TextFormat(Func<string, string> make) : IValueFormat
{
    public static readonly TextFormat Trim = new(text => text.Trim());
    public static readonly TextFormat Upper = new(text => text.ToUpperInvariant());
    public static readonly TextFormat Lower = new(text => text.ToLowerInvariant());
    public static readonly TextFormat AsText = new(text => text);

    // The no-break spaces too, which people copy from documents.
    public static readonly TextFormat RemoveSpaces = new(text => string.Concat(text.Where(c => !char.IsWhiteSpace(c))));

    public bool IsLossless => false;

    public JsonataValue There(JsonataValue value) => JsonataValue.Of(make(Text(value)));

    public JsonataValue Back(JsonataValue value) => value;

    /// <summary>A text as it is; a number with its digits, true and false as words.</summary>
    public static string Text(JsonataValue value) =>
        value.Kind switch
        {
            JsonataKind.String => value.AsString()!,
            JsonataKind.Number or JsonataKind.Boolean => JsonText.Write(value),
            _ => throw new FormatException("is neither a text nor a number"),
        };
}
