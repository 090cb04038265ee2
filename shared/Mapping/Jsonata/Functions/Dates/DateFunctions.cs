using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

/// <summary>Dates as milliseconds since 1970 in UTC, and as text.</summary>
internal static class DateFunctions
{
    /// <summary>The same in one evaluation, whenever it is called.</summary>
    public static JsonataValue Now(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of(
            DateWriter.Write(run.Now.ToUnixTimeMilliseconds(), args.At(0).AsString(), args.At(1).AsString(), run)
        );

    /// <summary>The same in one evaluation, whenever it is called.</summary>
    public static JsonataValue Millis(ReadOnlySpan<JsonataValue> args, Run run) =>
        JsonataValue.Of((double)run.Now.ToUnixTimeMilliseconds());

    /// <exception cref="Errors.JsonataException">D3130 to D3135: what the picture string breaks.</exception>
    public static JsonataValue FromMillis(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).IsNumber
            ? JsonataValue.Of(DateWriter.Write(args[0].AsDouble, args.At(1).AsString(), args.At(2).AsString(), run))
            : default;

    /// <exception cref="Errors.JsonataException">D3110: not ISO 8601. D3130 to D3136: the picture string.</exception>
    public static JsonataValue ToMillis(ReadOnlySpan<JsonataValue> args, Run run) =>
        args.At(0).AsString() is not { } text ? default
        : args.At(1).AsString() is not { } picture ? JsonataValue.Of(IsoDate.Read(text))
        : DateReader.Read(text, DatePicture.Of(picture), run) is { } millis ? JsonataValue.Of(millis)
        : default;
}
