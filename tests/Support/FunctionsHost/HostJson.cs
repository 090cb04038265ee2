using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>How the host puts values into envelopes and takes them out of answers.</summary>
internal static class HostJson
{
    /// <summary>A binding's value in an envelope: an object as it is, anything else as a string that holds its JSON.</summary>
    public static JToken Encode(object? value) =>
        value switch
        {
            null => JValue.CreateNull(),
            JObject json => json,
            JToken json => new JValue(json.ToString(Formatting.None)),
            _ => new JValue(JsonConvert.SerializeObject(value)),
        };

    /// <summary>A value of Outputs, or of ReturnValue where $return is declared: a string that happens to be base64 is decoded.</summary>
    public static object? Output(JToken? value)
    {
        if (value is not JValue { Value: string text })
        {
            return value;
        }
        var buffer = new byte[text.Length];
        return Convert.TryFromBase64String(text, buffer, out var length) ? buffer[..length] : text;
    }
}
