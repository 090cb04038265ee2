using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>$formatInteger and $parseInteger (XPath F&amp;O 3.1, 4.6.1).</summary>
internal static class IntegerFunctions
{
    /// <exception cref="JsonataException">D3130, D3131.</exception>
    public static JsonataValue Format(ReadOnlySpan<JsonataValue> args, Run run)
    {
        if (!args.At(0).IsNumber)
        {
            return default;
        }

        var text = new TextBuffer(stackalloc char[128], run);
        IntegerWriter.Write(Math.Floor(args[0].AsDouble), Picture(args), ref text, run);
        return JsonataValue.Of(text.Finish());
    }

    /// <exception cref="JsonataException">D3130, D3131.</exception>
    public static JsonataValue Parse(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).AsString() is { } text ? JsonataValue.Of(IntegerReader.Read(text, Picture(args))) : default;

    private static IntegerPicture Picture(ReadOnlySpan<JsonataValue> args) =>
        IntegerPicture.Of(args.At(1).AsString() ?? throw new JsonataException("T0410", value: args.At(1), index: 2));
}
