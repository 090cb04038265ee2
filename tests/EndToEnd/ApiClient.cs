using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Calls the API as one caller and keeps answers as they are.</summary>
internal sealed class ApiClient(Uri address, string? key)
{
    private static readonly HttpClient Http = new();

    public Uri Address { get; } = address;

    public string? Key { get; } = key;

    public Task<Answer> Get(string path, params (string, string)[] headers) =>
        Send(HttpMethod.Get, path, null, headers);

    public Task<Answer> Post(string path, string? body = null, params (string, string)[] headers) =>
        Send(HttpMethod.Post, path, body, headers);

    public Task<Answer> Patch(string path, string body, params (string, string)[] headers) =>
        Send(HttpMethod.Patch, path, body, headers);

    public async Task<Answer> Send(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, new Uri(Address, path));
        if (Key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        foreach (var (name, value) in headers)
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }
        using var response = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson =
            response.Content.Headers.ContentType?.MediaType is { } media
            && (media == "application/json" || media.EndsWith("+json", StringComparison.Ordinal));
        return new Answer(
            (int)response.StatusCode,
            text,
            isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.ToString(),
            response.Headers.WwwAuthenticate.ToString()
        );
    }
}

internal sealed record Answer(int Status, string Text, JsonNode? Json, string? ETag, string? Location, string Challenge)
{
    public string? Code => Json?["code"]?.GetValue<string>();

    public IEnumerable<string> Pointers =>
        (Json?["errors"]?.AsArray() ?? []).Select(e => e!["pointer"]!.GetValue<string>());

    public string Field(string name) => Json![name]!.GetValue<string>();
}
