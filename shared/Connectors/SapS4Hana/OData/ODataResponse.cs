using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.SapS4Hana.OData;

/// <summary>An answer, taken in whole.</summary>
internal sealed record ODataResponse(
    Uri Address,
    HttpStatusCode Status,
    HttpResponseHeaders Headers,
    string? MediaType,
    byte[] Body
)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    public string Text => Encoding.UTF8.GetString(Body);

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    /// <summary>The body as a JSON object, or null where it is none.</summary>
    public JsonObject? Json()
    {
        try
        {
            return JsonNode.Parse(Body) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A page of a collection: its records and the system's link to the rest.</summary>
internal sealed record ODataPage(IReadOnlyList<JsonObject> Results, string? Next);
