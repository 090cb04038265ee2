using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>
/// What a call of a function came to. It is read as the host reads it, with Newtonsoft's defaults: what looks like a date becomes one, in the zone of
/// the machine, and a number with a point becomes a double.
/// </summary>
/// <param name="Status">Status code of the handler.</param>
/// <param name="Body">As it came.</param>
internal sealed record HostAnswer(int Status, string Body)
{
    /// <summary>2xx with an object that can be read; anything else fails the call.</summary>
    public bool Succeeded => Status is >= 200 and < 300 && Json is JObject;

    /// <summary>Lines for the host's log.</summary>
    public IEnumerable<string> Logs => Json?["Logs"]?.Select(line => line.Value<string>()!) ?? [];

    /// <summary>The text that the function returned; through the host it passes as it is.</summary>
    public string? ReturnValue => Json?["ReturnValue"]?.Value<string>();

    /// <summary>Value of an out binding.</summary>
    public object? Output(string name) => HostJson.Output(Json?["Outputs"]?[name]);

    private JToken? Json
    {
        get
        {
            try
            {
                return JsonConvert.DeserializeObject(Body) as JToken;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
