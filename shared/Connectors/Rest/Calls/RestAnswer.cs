using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Rest.Calls;

/// <summary>An answer, taken in whole.</summary>
internal sealed record RestAnswer(
    Uri Address,
    HttpStatusCode Status,
    HttpResponseHeaders Headers,
    string? MediaType,
    byte[] Body
)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>Whether the body is JSON, and what.</summary>
    public bool TryJson(out JsonNode? json)
    {
        try
        {
            json = JsonNode.Parse(Body, documentOptions: Strict);
            return true;
        }
        catch (JsonException)
        {
            json = null;
            return false;
        }
    }
}
