using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Keeps cookies and says where its requests come from, as browsers do; follows nothing.</summary>
internal sealed class TestBrowser(Uri address) : IDisposable
{
    private readonly HttpClient _http = new(
        new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }
    )
    {
        BaseAddress = address,
    };

    public Task<Answer> Get(string path) => Send(HttpMethod.Get, path, (HttpContent?)null);

    public Task<Answer> Post(string path, params (string Name, string Value)[] form) => Form(path, "same-origin", form);

    /// <summary>Sends a form from a page of another site, or of the same.</summary>
    public Task<Answer> Form(string path, string site, (string Name, string Value)[] form)
    {
        var content = new FormUrlEncodedContent(form.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return Send(HttpMethod.Post, path, content, ("Sec-Fetch-Site", site));
    }

    public Task<Answer> SignIn(string tenant, string email, string password, string then = "/") =>
        Post("/sign-in", ("tenant", tenant), ("email", email), ("password", password), ("return", then));

    public Task<Answer> Call(HttpMethod method, string path, string? body = null) =>
        Send(method, path, body, ("Sec-Fetch-Site", "same-origin"));

    public Task<Answer> Send(
        HttpMethod method,
        string path,
        string? body,
        params (string Name, string Value)[] headers
    ) => Send(method, path, body is null ? null : new StringContent(body, Encoding.UTF8, "application/json"), headers);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> Send(
        HttpMethod method,
        string path,
        HttpContent? content,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
        using var response = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var isJson =
            response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new(
            (int)response.StatusCode,
            text,
            isJson && text.Length > 0 ? JsonNode.Parse(text) : null,
            response.Headers.ETag?.ToString(),
            response.Headers.Location?.OriginalString,
            response.Headers.WwwAuthenticate.ToString()
        );
    }
}
