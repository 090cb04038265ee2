using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Tests.Support;

/// <summary>An OpenID provider with the addresses of Entra ID's, that signs in whom the test says, as the test says.</summary>
internal sealed class OpenIdProvider : IAsyncDisposable
{
    public const string Directory = "3f0c1d2e-0000-4000-8000-00000000a001";
    public const string ClientId = "our-application";
    public const string ClientSecret = "a secret that only the server knows";
    private readonly RSA _key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Token)> _codes = new();
    private LoopbackServer _server = null!;

    public Uri Address => _server.Address;

    public string Issuer => $"{Address}{Directory}/v2.0";

    /// <summary>How often a code was exchanged.</summary>
    public int Exchanges { get; private set; }

    public static async Task<OpenIdProvider> Start()
    {
        var provider = new OpenIdProvider();
        provider._server = await LoopbackServer.Start(provider.Map);
        return provider;
    }

    /// <summary>The person signs in: the path and query to which the browser is sent back.</summary>
    /// <param name="authorize">Where the browser was sent.</param>
    /// <param name="claims">What the token says beside the usual; they go before it.</param>
    /// <param name="sign">How it is signed; null: as announced.</param>
    /// <param name="issuedAt">When.</param>
    public string SignIn(
        string authorize,
        IReadOnlyDictionary<string, object> claims,
        SigningCredentials? sign = null,
        DateTimeOffset? issuedAt = null
    )
    {
        var asked = HttpUtility.ParseQueryString(new Uri(authorize).Query);
        var now = issuedAt ?? DateTimeOffset.UtcNow;
        var all = new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["tid"] = Directory,
            ["sub"] = "pairwise",
            ["nonce"] = asked["nonce"]!,
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
        foreach (var (name, value) in claims)
        {
            all[name] = value;
        }
        var token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor { Claims = all, SigningCredentials = sign ?? Credentials() }
        );
        var code = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        _codes[code] = (asked["code_challenge"]!, token);
        return $"{new Uri(asked["redirect_uri"]!).AbsolutePath}?code={code}&state={Uri.EscapeDataString(asked["state"]!)}";
    }

    /// <summary>Takes the signature off the token behind a code: <c>alg: none</c>.</summary>
    public void Unsign(string path)
    {
        var code = HttpUtility.ParseQueryString(path.Split('?')[1])["code"]!;
        var (challenge, token) = _codes[code];
        var head = Base64UrlEncoder.Encode("{\"alg\":\"none\",\"typ\":\"JWT\"}");
        _codes[code] = (challenge, $"{head}.{token.Split('.')[1]}.");
    }

    private SigningCredentials Credentials() =>
        new(new RsaSecurityKey(_key) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _key.Dispose();
    }

    private void Map(WebApplication app)
    {
        app.MapGet(
            $"/{Directory}/v2.0/.well-known/openid-configuration",
            () =>
                Results.Json(
                    new Dictionary<string, object>
                    {
                        ["issuer"] = Issuer,
                        ["authorization_endpoint"] = $"{Address}{Directory}/oauth2/v2.0/authorize",
                        ["token_endpoint"] = $"{Address}{Directory}/oauth2/v2.0/token",
                        ["jwks_uri"] = $"{Address}{Directory}/discovery/v2.0/keys",
                    }
                )
        );
        app.MapGet(
            $"/{Directory}/discovery/v2.0/keys",
            () =>
            {
                var key = _key.ExportParameters(includePrivateParameters: false);
                return Results.Json(
                    new
                    {
                        keys = new[]
                        {
                            new
                            {
                                kty = "RSA",
                                use = "sig",
                                kid = "k1",
                                n = Base64UrlEncoder.Encode(key.Modulus),
                                e = Base64UrlEncoder.Encode(key.Exponent),
                            },
                        },
                    }
                );
            }
        );
        app.MapPost($"/{Directory}/oauth2/v2.0/token", Exchange).DisableAntiforgery();
    }

    private async Task<IResult> Exchange(HttpRequest request)
    {
        Exchanges++;
        var form = await request.ReadFormAsync();
        var proof = Base64UrlEncoder.Encode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        return
            form["client_id"] == ClientId
            && form["client_secret"] == ClientSecret
            && _codes.TryRemove(form["code"].ToString(), out var code)
            && code.Challenge == proof
            ? Results.Json(
                new
                {
                    token_type = "Bearer",
                    expires_in = 300,
                    access_token = "of no use here",
                    id_token = code.Token,
                }
            )
            : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
    }
}
