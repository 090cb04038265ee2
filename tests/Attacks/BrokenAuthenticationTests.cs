using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Tests.EndToEnd;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>OWASP API2:2023, broken authentication.</summary>
[Collection(PlatformCollection.Name)]
public sealed class BrokenAuthenticationTests(PlatformFixture platform)
{
    private const string Me = "/api/v1/me";

    [Fact]
    public async Task A_guessed_key_of_the_right_form_opens_nothing()
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(401, (await Call(ApiKeyFormat.New())).Status);
        }
    }

    [Fact]
    public async Task A_key_with_a_character_changed_opens_nothing()
    {
        var key = platform.Owner.Key!;
        for (var place = 0; place < key.Length; place++)
        {
            var other = key[place] == 'x' ? 'y' : 'x';
            Assert.Equal(401, (await Call($"{key[..place]}{other}{key[(place + 1)..]}")).Status);
        }
    }

    [Theory]
    [InlineData("?api_key={0}")]
    [InlineData("?access_token={0}")]
    [InlineData("?key={0}")]
    public async Task A_key_in_the_address_where_logs_would_keep_it_is_not_taken(string query) =>
        Assert.Equal(
            401,
            (
                await platform.Anonymous.Get(
                    Me + string.Format(System.Globalization.CultureInfo.InvariantCulture, query, platform.Owner.Key)
                )
            ).Status
        );

    [Theory]
    [InlineData("none", "")]
    [InlineData("None", "")]
    [InlineData("HS256", "the-public-key-as-a-secret")]
    public async Task A_token_that_chooses_its_own_algorithm_opens_nothing(string algorithm, string secret)
    {
        var token = Token($$"""{"alg":"{{algorithm}}","typ":"at+jwt"}""", secret);

        var answer = await Call(token);

        Assert.Equal(401, answer.Status);
        Assert.Contains("invalid_token", answer.Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"alg":"RS256","jku":"http://169.254.169.254/keys"}""")]
    [InlineData("""{"alg":"RS256","x5u":"http://localhost/cert"}""")]
    [InlineData("""{"alg":"RS256","jwk":{"kty":"RSA","n":"AQAB","e":"AQAB"}}""")]
    [InlineData("""{"alg":"RS256","kid":"../../../../dev/null"}""")]
    [InlineData("""{"alg":"RS256","kid":"' OR '1'='1"}""")]
    [InlineData("""{"alg":"RS256","crit":["exp"],"exp":1}""")]
    public async Task A_token_that_brings_its_own_key_opens_nothing(string header) =>
        Assert.Equal(401, (await Call(Token(header, "anything"))).Status);

    [Theory]
    [InlineData("Basic {0}")]
    [InlineData("bearer\t{0}")]
    [InlineData("Bearer {0} {0}")]
    [InlineData("Bearer Bearer {0}")]
    public async Task A_header_of_another_form_is_not_guessed_at(string form) =>
        Assert.Equal(
            401,
            (
                await platform.Anonymous.Get(
                    Me,
                    (
                        "Authorization",
                        string.Format(System.Globalization.CultureInfo.InvariantCulture, form, platform.Owner.Key)
                    )
                )
            ).Status
        );

    private Task<Answer> Call(string token) => platform.Anonymous.Get(Me, ("Authorization", $"Bearer {token}"));

    private static string Token(string header, string secret)
    {
        var text =
            $"{Encode(header)}.{Encode("""{"sub":"usr_1","tenant":"demo","scope":"payments:approve","exp":9999999999}""")}";
        var signature =
            secret.Length == 0
                ? ""
                : System.Buffers.Text.Base64Url.EncodeToString(
                    HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text))
                );
        return $"{text}.{signature}";
    }

    private static string Encode(string json) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
