using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Formats;

/// <summary>Two texts for true and false, such as ABAP's X and nothing: <c>flag:X,</c>.</summary>
internal sealed class FlagFormat(string yes, string no) : IValueFormat
{
    public bool IsLossless => true;

    public bool TakesEmpty => true;

    public JsonataValue There(JsonataValue value)
    {
        if (value.IsBoolean)
        {
            return value;
        }
        var text = TextFormat.Text(value);
        return text == yes ? JsonataValue.True
            : text == no ? JsonataValue.False
            : throw new FormatException($"is '{text}', neither '{yes}' nor '{no}'");
    }

    public JsonataValue Back(JsonataValue value) =>
        value.IsBoolean
            ? JsonataValue.Of(value.AsBoolean ? yes : no)
            : throw new FormatException("is neither true nor false");
}
