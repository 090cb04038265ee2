using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.OData;

/// <summary>
/// Speaks HTTP with one system for the length of one verb. Keeps the session's cookies and CSRF token together, because the token is worthless
/// without the cookies that came with it.
/// </summary>
internal sealed class ODataClient(ConnectorContext context, SapSettings settings)
{
    private const string CsrfHeader = "X-CSRF-Token";

    public SapSettings Settings => settings;

    private readonly CookieContainer _cookies = new();
    private string? _csrfToken;

    public async Task<Result<ODataPage>> GetCollection(Uri address, CancellationToken ct)
    {
        if (!(await Get(address, ct)).TryGet(out var response, out var error))
        {
            return error;
        }
        var data = response.Json()?["d"];
        // Some services leave out the object around the list.
        var list = data as JsonArray ?? (data as JsonObject)?["results"] as JsonArray;
        if (list is null)
        {
            return ODataErrors.NotOData(response);
        }
        return new ODataPage([.. list.OfType<JsonObject>()], (string?)(data as JsonObject)?["__next"]);
    }

    public async Task<Result<string>> GetText(Uri address, string accept, CancellationToken ct)
    {
        if (!(await Send(Request(HttpMethod.Get, address, accept), ct)).TryGet(out var response, out var error))
        {
            return error;
        }
        return !response.IsSuccess ? ODataErrors.From(response)
            : response.MediaType is "text/html" ? ODataErrors.NotOData(response)
            : response.Text;
    }

    /// <summary>A read; with <paramref name="fetchToken"/> it brings a CSRF token for a later write too.</summary>
    public async Task<Result<ODataResponse>> Get(Uri address, CancellationToken ct, bool fetchToken = false)
    {
        var request = Request(HttpMethod.Get, address, "application/json");
        if (fetchToken)
        {
            request.Headers.Add(CsrfHeader, "Fetch");
        }
        if (!(await Send(request, ct)).TryGet(out var response, out var error))
        {
            return error;
        }
        if (fetchToken)
        {
            _csrfToken = response.Header(CsrfHeader);
        }
        return response.IsSuccess ? response : ODataErrors.From(response);
    }

    /// <summary>Fetches a CSRF token from the root of a service.</summary>
    public async Task<Result<string>> FetchToken(Uri service, CancellationToken ct)
    {
        if ((await Get(service, ct, fetchToken: true)).Error is { } error)
        {
            return error;
        }
        return _csrfToken is { Length: > 0 } token
            ? token
            : new IntegrationError(
                ErrorKind.Configuration,
                "sap-no-csrf-token",
                $"{service.Host}:{service.Port} gave no CSRF token for {service.AbsolutePath}. Check that a proxy before it passes the header X-CSRF-Token."
            );
    }

    /// <summary>A change. The token is fetched where there is none yet, and once more where the system wants a new one.</summary>
    public async Task<Result<ODataResponse>> Patch(
        Uri service,
        Uri address,
        JsonObject fields,
        string etag,
        CancellationToken ct
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            if (_csrfToken is null && (await FetchToken(service, ct)).Error is { } noToken)
            {
                return noToken;
            }
            var request = Request(HttpMethod.Patch, address, "application/json");
            request.Headers.TryAddWithoutValidation("If-Match", etag);
            request.Headers.TryAddWithoutValidation(CsrfHeader, _csrfToken);
            request.Content = new TrackedContent(Encoding.UTF8.GetBytes(fields.ToJsonString()), "application/json");
            if (!(await Send(request, ct)).TryGet(out var response, out var error))
            {
                return error;
            }
            if (response.IsSuccess)
            {
                return response;
            }
            if (
                attempt == 1
                && response.Status == HttpStatusCode.Forbidden
                && string.Equals(response.Header(CsrfHeader), "Required", StringComparison.OrdinalIgnoreCase)
            )
            {
                _csrfToken = null;
                continue;
            }
            return ODataErrors.From(response);
        }
    }

    /// <summary>Sends a SOAP message; any answer that came is given back, whatever its status.</summary>
    public Task<Result<ODataResponse>> Soap(
        Uri address,
        ReadOnlyMemory<byte> message,
        string action,
        CancellationToken ct
    )
    {
        var request = Request(HttpMethod.Post, address, "text/xml");
        request.Content = new TrackedContent(message, "text/xml; charset=utf-8");
        request.Headers.TryAddWithoutValidation("SOAPAction", $"\"{action}\"");
        return Send(request, ct);
    }

    private HttpRequestMessage Request(HttpMethod method, Uri address, string accept)
    {
        var request = new HttpRequestMessage(method, address);
        request.Headers.Accept.ParseAdd(accept);
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", settings.SignIn);
        // Texts and messages in one language, so that codes in them can be recognised.
        request.Headers.TryAddWithoutValidation("Accept-Language", "en");
        request.Headers.TryAddWithoutValidation("X-CorrelationID", context.CorrelationId);
        if (settings.Client is { } client)
        {
            request.Headers.TryAddWithoutValidation("sap-client", client);
        }
        if (_cookies.GetCookieHeader(address) is { Length: > 0 } cookies)
        {
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
        }
        return request;
    }

    private async Task<Result<ODataResponse>> Send(HttpRequestMessage request, CancellationToken ct)
    {
        using var sent = request;
        var address = request.RequestUri!;
        try
        {
            using var response = await context.Http.SendAsync(request, ct);
            var body = await response.Content.ReadAsByteArrayAsync(ct);
            KeepCookies(address, response);
            return new ODataResponse(
                address,
                response.StatusCode,
                response.Headers,
                response.Content.Headers.ContentType?.MediaType,
                body
            );
        }
        catch (Exception e) when (HttpFailure.Is(e, ct))
        {
            return HttpFailure.ToError(e, address, request.Content is TrackedContent { Started: true });
        }
    }

    private void KeepCookies(Uri address, HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var values))
        {
            return;
        }
        foreach (var value in values)
        {
            try
            {
                _cookies.SetCookies(address, value);
            }
            catch (CookieException)
            {
                // A cookie that .NET can't read is one that the system will ask for; the write then fails with a text of its own.
            }
        }
    }
}
