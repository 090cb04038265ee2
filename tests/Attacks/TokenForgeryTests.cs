using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.OAuth;
using IntegrationFunctions.Tests.EndToEnd;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>
/// OWASP API2:2023: tokens that are changed, signed by somebody else, or made for something else (RFC 8725). Each begins as a token that the
/// server gave out and takes, so that what it is refused for is the one thing that was changed.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class TokenForgeryTests(PlatformFixture platform) : IAsyncLifetime
{
    private JsonObject _head = null!;
    private JsonObject _body = null!;
    private string _token = null!;
    private ECDsaSecurityKey _key = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var id = (await platform.Owner.Get("/api/v1/me")).Field("userId");
        var made = await platform.Owner.Post(
            "/api/v1/applications",
            $$"""{"name":"Forger","scopes":["profile:read"],"runsAs":"{{id}}"}"""
        );
        Assert.True(made.Status == 201, made.Text);
        using var http = new HttpClient { BaseAddress = platform.Owner.Address };
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = made.Json!["application"]!["id"]!.GetValue<string>(),
                ["client_secret"] = made.Field("clientSecret"),
            }
        );
        using var answer = await http.PostAsync(new Uri("/connect/token", UriKind.Relative), form, Ct);
        var tokens = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Ct))!;
        _token = tokens["access_token"]!.GetValue<string>();
        var parts = _token.Split('.');
        _head = JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!.AsObject();
        _body = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!.AsObject();
        _key = platform.Services.GetRequiredService<SigningKeyRing>().Signing[0];
    }

    [Fact]
    public async Task The_token_itself_opens_and_so_does_the_same_signed_anew()
    {
        Assert.Equal(200, await Status(_token));
        Assert.Equal(200, await Status(Signed(_head, _body)));
    }

    [Fact]
    public async Task A_token_without_a_signature_opens_nothing()
    {
        foreach (var name in new[] { "none", "None", "NONE", "nOnE" })
        {
            var head = Text(With(_head, "alg", name));
            Assert.Equal(401, await Status($"{head}.{Text(_body)}."));
        }
        Assert.Equal(401, await Status(_token[..(_token.LastIndexOf('.') + 1)]));
    }

    [Fact]
    public async Task The_public_key_is_no_secret_to_sign_with()
    {
        var parameters = _key.ECDsa.ExportParameters(false);
        byte[][] secrets =
        [
            _key.ECDsa.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(_key.ECDsa.ExportSubjectPublicKeyInfoPem()),
            [4, .. parameters.Q.X!, .. parameters.Q.Y!],
            parameters.Q.X!,
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(parameters.Q.X!)),
            [],
        ];
        foreach (var secret in secrets)
        {
            var input = $"{Text(With(_head, "alg", "HS256"))}.{Text(_body)}";
            var mac = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input));
            Assert.Equal(401, await Status($"{input}.{Base64Url.EncodeToString(mac)}"));
        }
    }

    [Fact]
    public async Task A_signature_of_zeros_or_of_another_form_opens_nothing()
    {
        var input = $"{Text(_head)}.{Text(_body)}";
        var data = Encoding.ASCII.GetBytes(input);
        byte[] der = _key.ECDsa.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        var order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");
        var real = _key.ECDsa.SignData(data, HashAlgorithmName.SHA256);
        byte[][] signatures =
        [
            new byte[64],
            [.. order, .. order],
            [.. new byte[32], .. order],
            der,
            real[..63],
            [.. real, 0],
            [],
        ];
        foreach (var signature in signatures)
        {
            Assert.Equal(401, await Status($"{input}.{Base64Url.EncodeToString(signature)}"));
        }
    }

    [Theory]
    [InlineData("sub", "demo/usr_demo_owner")]
    [InlineData("tenant", "other")]
    [InlineData("space", "live")]
    [InlineData("scope", "profile:read users:write payments:write")]
    [InlineData("client_id", "app_other")]
    [InlineData("oi_tkn_id", "tok_other")]
    public async Task A_claim_that_was_changed_breaks_the_signature(string claim, string value)
    {
        var parts = _token.Split('.');

        Assert.Equal(401, await Status($"{parts[0]}.{Text(With(_body, claim, value))}.{parts[2]}"));
    }

    [Fact]
    public async Task A_key_that_the_token_brings_along_is_not_used()
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var q = own.ExportParameters(false).Q;
        var jwk = new JsonObject
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["x"] = Base64Url.EncodeToString(q.X!),
            ["y"] = Base64Url.EncodeToString(q.Y!),
        };
        JsonObject[] heads =
        [
            _head,
            With(_head, "jwk", jwk),
            With(_head, "jku", "https://evil.example/jwks"),
            With(_head, "x5u", "https://evil.example/cert"),
            With(_head, "kid", "../../../../dev/null"),
            With(_head, "kid", "' UNION SELECT 'key"),
            With(_head, "kid", "other"),
        ];
        foreach (var head in heads)
        {
            Assert.Equal(401, await Status(Signed(head, _body, own)));
        }
    }

    [Fact]
    public async Task A_token_made_for_something_else_or_over_opens_nothing_though_it_is_signed_well()
    {
        (JsonObject Head, JsonObject Body)[] forged =
        [
            (With(_head, "typ", "JWT"), _body),
            (With(_head, "typ", "oi_refresh_token+jwt"), _body),
            (_head, With(_body, "aud", "another-api")),
            (_head, With(_body, "exp", 1_000_000_000)),
            (_head, With(_body, "nbf", 4_000_000_000)),
            (_head, With(_body, "oi_tkn_id", "tok_unknown")),
            (_head, Without(_body, "oi_tkn_id")),
            (_head, Without(_body, "sub")),
        ];
        foreach (var (head, body) in forged)
        {
            var status = await Status(Signed(head, body));
            Assert.True(status == 401, $"{status}: {head.ToJsonString()} {body.ToJsonString()}");
        }
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    [InlineData("e30.e30.")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9.e30.AAAA")]
    public async Task Nonsense_of_the_form_of_a_token_is_refused_and_not_an_error(string token) =>
        Assert.Equal(401, await Status(token));

    public ValueTask DisposeAsync() => default;

    private async Task<int> Status(string token) =>
        (await new ApiClient(platform.Owner.Address, token).Get("/api/v1/me")).Status;

    private string Signed(JsonObject head, JsonObject body, ECDsa? key = null)
    {
        var input = $"{Text(head)}.{Text(body)}";
        var signature = (key ?? _key.ECDsa).SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256);
        return $"{input}.{Base64Url.EncodeToString(signature)}";
    }

    private static string Text(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));

    private static JsonObject With(JsonObject json, string name, JsonNode value)
    {
        var copy = json.DeepClone().AsObject();
        copy[name] = value.DeepClone();
        return copy;
    }

    private static JsonObject Without(JsonObject json, string name)
    {
        var copy = json.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }
}
