using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Jsonata.Functions;

internal static class FormatNumber
{
    public static JsonataValue Format(ReadOnlySpan<JsonataValue> args, Run run) => throw new NotImplementedException();
}

internal static class IntegerFunctions
{
    public static JsonataValue Format(ReadOnlySpan<JsonataValue> args, Run run) => throw new NotImplementedException();

    public static JsonataValue Parse(ReadOnlySpan<JsonataValue> args, Run run) => throw new NotImplementedException();
}

internal static class DateFunctions
{
    public static JsonataValue ToMillis(ReadOnlySpan<JsonataValue> args, Run run) =>
        throw new NotImplementedException();

    public static JsonataValue FromMillis(ReadOnlySpan<JsonataValue> args, Run run) =>
        throw new NotImplementedException();

    public static JsonataValue Now(ReadOnlySpan<JsonataValue> args, Run run) => throw new NotImplementedException();

    public static JsonataValue Millis(ReadOnlySpan<JsonataValue> args, Run run) => throw new NotImplementedException();
}
