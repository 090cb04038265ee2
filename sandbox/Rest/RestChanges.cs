using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Rest;

/// <summary>Changes a partner over the version that If-Match names.</summary>
internal static class RestChanges
{
    public static async Task Handle(HttpContext http, World world)
    {
        if (!RestRecords.IsPartners(http))
        {
            throw new RestException(405, "not-allowed", "Invoices can't be changed.");
        }
        var index = RestRecords.Find(http, world);
        if (http.Request.Headers.IfMatch.ToString() is not { Length: > 0 } ifMatch)
        {
            throw new RestException(428, "if-match-missing", "Send If-Match with the etag that was read.");
        }
        var body = await Body(http);
        lock (world.Gate)
        {
            if (RestRecords.ETagOf(world, index) != ifMatch)
            {
                throw new RestException(412, "changed", "The partner was changed after it was read.");
            }
            var before = world.PartnerChanges.GetValueOrDefault(index);
            var change = new PartnerChange(
                Text(body, "name", 160) ?? before?.Name,
                before?.SearchTerm,
                Text(body, "language", 2) ?? before?.Language,
                body["blocked"] is { } blocked ? Flag(blocked) : before?.Blocked,
                http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime,
                "SANDBOX",
                (before?.Version ?? 0) + 1
            );
            world.Save(new Dictionary<int, PartnerChange> { [index] = change });
        }
        http.Response.Headers.ETag = RestRecords.ETagOf(world, index);
        await RestApi.Write(http, RestRecords.Of(http, world, index));
    }

    private static async Task<JsonObject> Body(HttpContext http)
    {
        JsonObject? body;
        try
        {
            body = await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject;
        }
        catch (JsonException)
        {
            body = null;
        }
        if (body is null)
        {
            throw new RestException(400, "not-json", "The body must be a JSON object with the fields to change.");
        }
        var unknown = body.Select(member => member.Key)
            .FirstOrDefault(name => name is not ("name" or "language" or "blocked"));
        return unknown is null
            ? body
            : throw new RestException(422, "unknown-field", $"There is no field '{unknown}' to change.", unknown);
    }

    private static string? Text(JsonObject body, string name, int most) =>
        body[name] is not { } node ? null
        : node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 && text.Length <= most
            ? text
        : throw new RestException(422, "bad-value", $"'{name}' must be a text of 1 to {most} characters.", name);

    private static bool Flag(JsonNode node) =>
        node is JsonValue value && value.TryGetValue(out bool flag)
            ? flag
            : throw new RestException(422, "bad-value", "'blocked' must be true or false.", "blocked");
}
