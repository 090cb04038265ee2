using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

/// <summary>Calls functions with arguments in JSON.</summary>
internal static class Calls
{
    public static Run Run(bool decimals = false, Limits? limits = null) =>
        new(limits ?? new Limits(), new At(DateTimeOffset.FromUnixTimeMilliseconds(1_521_801_216_617)), decimals);

    /// <summary>The result in JSON, "nothing", or the code of an error. Sequences collapse as they do behind a call.</summary>
    public static string Call(string function, string arguments, bool decimals = false) =>
        Call(function, Array(arguments), Run(decimals));

    public static string Call(string function, JsonataValue[] arguments, Run? run = null)
    {
        try
        {
            return Text(Builtins.Find(function)!.Invoke(arguments, default, run ?? Run()));
        }
        catch (JsonataException error)
        {
            return error.Code;
        }
    }

    public static JsonataValue[] Array(string json) => JsonText.Read(json).Array!.Items.ToArray();

    public static JsonataValue Regex(string pattern, string flags = "") =>
        JsonataValue.Of(new RegexFunction(pattern, flags));

    public static JsonataValue Lambda(int arity, Func<JsonataValue[], JsonataValue> body) =>
        JsonataValue.Of(new TestFunction(arity, body));

    public static string Text(JsonataValue value) =>
        value switch
        {
            { IsUndefined: true } => "nothing",
            { Array: { IsSequence: true, Count: 0 } } => "nothing",
            { Array: { IsSequence: true, Count: 1 } sequence } => Text(sequence[0]),
            _ => JsonText.Write(value),
        };

    private sealed class TestFunction(int arity, Func<JsonataValue[], JsonataValue> body) : JFunction
    {
        public override int Arity => arity;

        public override JsonataValue Invoke(ReadOnlySpan<JsonataValue> args, JsonataValue context, Run run) =>
            body(args.ToArray());
    }

    private sealed class At(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
