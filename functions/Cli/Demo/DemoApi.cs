using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Shaping;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>The public HTTP API as one caller sees it. An answer other than success throws <see cref="DemoFailure"/> with the problem's detail.</summary>
internal sealed class DemoApi(HttpClient http, string apiKey)
{
    public Task<JsonNode> Get(string path, CancellationToken ct) => Send(HttpMethod.Get, path, null, null, null, ct);

    public Task<JsonNode> Post(string path, JsonNode? body, CancellationToken ct, string? idempotencyKey = null) =>
        Send(HttpMethod.Post, path, body, idempotencyKey, null, ct);

    public Task<JsonNode> Patch(string path, JsonNode body, string etag, CancellationToken ct) =>
        Send(HttpMethod.Patch, path, body, null, etag, ct);

    /// <summary>Status and problem code of a call that is expected to be refused.</summary>
    public async Task<(int Status, string? Code)> TryPost(string path, JsonNode? body, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, path);
        request.Content = Json(body ?? new JsonObject());
        using var response = await http.SendAsync(request, ct);
        var text = await response.Content.ReadAsStringAsync(ct);
        return ((int)response.StatusCode, TryParse(text)?["code"]?.GetValue<string>());
    }

    public async Task<(JsonNode Body, string ETag)> GetWithETag(string path, CancellationToken ct)
    {
        using var response = await http.SendAsync(Request(HttpMethod.Get, path), ct);
        var body = await Read(response, path, ct);
        return (body, response.Headers.ETag?.ToString() ?? "");
    }

    public async Task<JsonNode> Upload(string path, Stream file, CancellationToken ct)
    {
        using var request = Request(HttpMethod.Post, path);
        // A file that is refused by its head is not sent at all.
        request.Headers.ExpectContinue = true;
        request.Content = new StreamContent(file);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/xml");
        using var response = await http.SendAsync(request, ct);
        return await Read(response, path, ct);
    }

    public async Task<string> GetText(string path, CancellationToken ct)
    {
        using var response = await http.SendAsync(Request(HttpMethod.Get, path), ct);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadAsStringAsync(ct);
    }

    private async Task<JsonNode> Send(
        HttpMethod method,
        string path,
        JsonNode? body,
        string? idempotencyKey,
        string? etag,
        CancellationToken ct
    )
    {
        using var request = Request(method, path);
        if (method != HttpMethod.Get)
        {
            request.Content = Json(body ?? new JsonObject());
        }
        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }
        if (etag is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", etag);
        }
        using var response = await http.SendAsync(request, ct);
        return await Read(response, path, ct);
    }

    private HttpRequestMessage Request(HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", apiKey);
        // What the demo was written for, on whatever day it runs.
        request.Headers.Add(ApiVersions.Header, ApiVersions.Current.Name);
        return request;
    }

    private static StringContent Json(JsonNode body) => new(body.ToJsonString(), Encoding.UTF8, "application/json");

    private static async Task<JsonNode> Read(HttpResponseMessage response, string path, CancellationToken ct)
    {
        var text = await response.Content.ReadAsStringAsync(ct);
        var body = TryParse(text);
        if (!response.IsSuccessStatusCode)
        {
            var detail = body?["detail"]?.GetValue<string>() ?? response.ReasonPhrase;
            throw new DemoFailure($"{path} answered {(int)response.StatusCode}: {detail}");
        }
        return body ?? new JsonObject();
    }

    private static JsonNode? TryParse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>The demo can't go on; the message is for the person who ran it.</summary>
internal sealed class DemoFailure(string message) : Exception(message);
