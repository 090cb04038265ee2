using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// What a function answers to the host: <c>{"Outputs":{},"Logs":[],"ReturnValue":...}</c>, always an object, or the call would hang. The host writes
/// objects anew, with dates in another form and decimals as doubles; what must arrive as it left is a string.
/// </summary>
/// <param name="ReturnValue">Null, or text that arrives byte for byte.</param>
/// <param name="Outputs">Values of the out bindings.</param>
/// <param name="Logs">Lines for the host's log.</param>
internal sealed record FunctionAnswer(
    string? ReturnValue = null,
    JsonObject? Outputs = null,
    IReadOnlyList<string>? Logs = null
)
{
    /// <summary>Done, and nothing to say.</summary>
    public static readonly FunctionAnswer Done = new();

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A call that failed, for a reason that the host logs.</summary>
    public static FunctionAnswer Failed(string why) => new(Logs: [why]);

    /// <summary>Writes the body.</summary>
    public byte[] ToJson()
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WritePropertyName("Outputs");
            (Outputs ?? []).WriteTo(json);
            json.WriteStartArray("Logs");
            foreach (var line in Logs ?? [])
            {
                json.WriteStringValue(line);
            }
            json.WriteEndArray();
            json.WriteString("ReturnValue", ReturnValue);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
