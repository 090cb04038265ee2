using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.SignIn;

/// <summary>Tokens by client credentials (RFC 6749, section 4.4), kept until shortly before they expire; of several that want one, one fetches it.</summary>
internal sealed class ClientCredentialTokens(TimeProvider clock) : IAccessTokens
{
    private const int MostKept = 1000;
    private static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    public async Task<Result<string>> Get(
        ConnectorContext context,
        TokenRequest request,
        string? refused,
        CancellationToken ct
    )
    {
        if (_kept.Count > MostKept)
        {
            _kept.Clear();
        }
        var kept = _kept.GetOrAdd(KeyOf(context, request), _ => new Kept());
        await kept.Gate.WaitAsync(ct);
        try
        {
            if (kept.Token is { } token && token != refused && clock.GetUtcNow() < kept.GoodUntil)
            {
                return token;
            }
            if (!(await Fetch(context, request, ct)).TryGet(out var fetched, out var error))
            {
                return error;
            }
            (kept.Token, kept.GoodUntil) = (fetched.Token, clock.GetUtcNow() + fetched.Lifetime);
            return fetched.Token;
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    private static async Task<Result<(string Token, TimeSpan Lifetime)>> Fetch(
        ConnectorContext context,
        TokenRequest request,
        CancellationToken ct
    )
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        if (request.Scope is { } scope)
        {
            form.Add(new("scope", scope));
        }
        if (request.ClientInBody)
        {
            form.Add(new("client_id", request.ClientId));
            form.Add(new("client_secret", request.ClientSecret));
        }
        using var message = new HttpRequestMessage(HttpMethod.Post, request.Address);
        message.Headers.Accept.ParseAdd("application/json");
        message.Content = new FormUrlEncodedContent(form);
        if (!request.ClientInBody)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Authorise.Basic(Uri.EscapeDataString(request.ClientId), Uri.EscapeDataString(request.ClientSecret))
            );
        }
        try
        {
            using var response = await context.Http.SendAsync(message, ct);
            var answer = new RestAnswer(
                request.Address,
                response.StatusCode,
                response.Headers,
                response.Content.Headers.ContentType?.MediaType,
                await response.Content.ReadAsByteArrayAsync(ct)
            );
            return Read(answer);
        }
        catch (Exception e) when (HttpFailure.Is(e, ct))
        {
            return HttpFailure.ToError(e, request.Address);
        }
    }

    private static Result<(string, TimeSpan)> Read(RestAnswer answer)
    {
        var form = new RestErrorForm { Code = "error", Message = "error_description" };
        if (AnswerErrors.Find(answer, form, isOfRecord: false) is { } error)
        {
            // invalid_client comes with 400 or 401 (section 5.2).
            return error.Kind == ErrorKind.Validation
                ? error with
                {
                    Kind = ErrorKind.SignInExpired,
                    Code = "rest-token-refused",
                    Pointer = null,
                }
                : error;
        }
        if (!answer.TryJson(out var json))
        {
            return AnswerErrors.NotJson(answer);
        }
        if (
            json is not JsonObject
            || FieldPath.Text(json, "access_token") is not { } token
            || token.Any(char.IsControl)
        )
        {
            return RestErrors.Unexpected(answer.Address, "no access_token");
        }
        var seconds = int.TryParse(FieldPath.Text(json, "expires_in"), out var given) && given > 0 ? given : 300;
        var lifetime = TimeSpan.FromSeconds(seconds);
        return (token, lifetime > Early * 2 ? lifetime - Early : lifetime / 2);
    }

    // Of another tenant, another integration, or with another secret it is another token.
    private static string KeyOf(ConnectorContext context, TokenRequest request) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Join(
                        '\n',
                        context.TenantId,
                        context.IntegrationId,
                        request.Address,
                        request.ClientId,
                        request.ClientSecret,
                        request.Scope
                    )
                )
            )
        );

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public string? Token { get; set; }

        public DateTimeOffset GoodUntil { get; set; }
    }
}
