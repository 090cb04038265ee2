using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>Reads a small JSON body; what is wrong with it comes back as a problem that says so.</summary>
internal static class ControlBody
{
    public static async Task<(T? Value, IResult? Problem)> Read<T>(HttpRequest request, JsonTypeInfo<T> type)
        where T : class
    {
        string detail;
        try
        {
            var value = await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted);
            if (value is not null)
            {
                return (value, null);
            }
            detail = "The body is null; send a JSON object.";
        }
        catch (JsonException e)
        {
            detail = $"The body is not the JSON that is expected here, at '{e.Path ?? "$"}': {e.Message}";
        }
        return (null, Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Unreadable body"));
    }
}
