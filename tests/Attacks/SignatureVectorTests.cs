using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.Tokens;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>
/// OWASP API2:2023, broken authentication: signatures that are nearly right (Wycheproof), given to what verifies our access tokens (ES256) and
/// those of Entra ID (RS256).
/// </summary>
public sealed class SignatureVectorTests
{
    [Fact]
    public async Task A_signature_by_ES256_is_taken_if_and_only_if_it_is_one()
    {
        var (taken, refused) = (0, 0);
        foreach (var group in await Groups("ecdsa_secp256r1_sha256_test.json"))
        {
            using var key = ECDsa.Create();
            key.ImportFromPem((string)group["publicKeyPem"]!);
            foreach (var test in Tests(group))
            {
                var given = Convert.FromHexString((string)test["sig"]!);
                // JWS (RFC 7518, section 3.4) has both numbers side by side, in 32 bytes each. What is no two such numbers stays as it is.
                var signature = Numbers(given) ?? given;
                var isRight = Verify(new ECDsaSecurityKey(key), SecurityAlgorithms.EcdsaSha256, test, signature);
                Assert.True(isRight == ((string?)test["result"] == "valid"), $"{test["tcId"]}: {test["comment"]}");
                _ = isRight ? taken++ : refused++;
            }
        }
        Assert.True(taken > 100 && refused > 200, $"{taken} taken, {refused} refused.");
    }

    [Fact]
    public async Task A_signature_by_RS256_is_taken_if_and_only_if_it_is_one()
    {
        var (taken, refused) = (0, 0);
        foreach (var group in await Groups("rsa_signature_2048_sha256_test.json"))
        {
            using var key = RSA.Create();
            key.ImportFromPem((string)group["publicKeyPem"]!);
            foreach (var test in Tests(group).Where(test => (string?)test["result"] != "acceptable"))
            {
                var signature = Convert.FromHexString((string)test["sig"]!);
                var isRight = Verify(new RsaSecurityKey(key), SecurityAlgorithms.RsaSha256, test, signature);
                Assert.True(isRight == ((string?)test["result"] == "valid"), $"{test["tcId"]}: {test["comment"]}");
                _ = isRight ? taken++ : refused++;
            }
        }
        Assert.True(taken > 5 && refused > 200, $"{taken} taken, {refused} refused.");
    }

    /// <summary>What a token signs is never empty: two parts and a dot between them (RFC 7515, section 5.1).</summary>
    private static IEnumerable<JsonNode> Tests(JsonNode group) =>
        group["tests"]!.AsArray().Select(test => test!).Where(test => (string?)test["msg"] != "");

    private static bool Verify(SecurityKey key, string algorithm, JsonNode test, byte[] signature)
    {
        var factory = new CryptoProviderFactory { CacheSignatureProviders = false };
        var verifier = factory.CreateForVerifying(key, algorithm);
        try
        {
            return verifier.Verify(Convert.FromHexString((string)test["msg"]!), signature);
        }
        catch (Exception wrong)
            when (wrong is CryptographicException || (wrong is ArgumentNullException && signature.Length == 0))
        {
            return false;
        }
        finally
        {
            factory.ReleaseSignatureProvider(verifier);
        }
    }

    private static byte[]? Numbers(byte[] der)
    {
        try
        {
            var outer = new AsnReader(der, AsnEncodingRules.DER);
            var pair = outer.ReadSequence();
            var (r, s) = (pair.ReadInteger(), pair.ReadInteger());
            pair.ThrowIfNotEmpty();
            outer.ThrowIfNotEmpty();
            return Fits(r) && Fits(s) ? [.. Bytes(r), .. Bytes(s)] : null;
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static bool Fits(BigInteger number) => number.Sign >= 0 && number.GetByteCount(isUnsigned: true) <= 32;

    private static byte[] Bytes(BigInteger number)
    {
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[32 - bytes.Length], .. bytes];
    }

    private static async Task<IEnumerable<JsonNode>> Groups(string file)
    {
        var folder = Environment.GetEnvironmentVariable("CONFORMANCE_DATA");
        Assert.SkipWhen(
            string.IsNullOrEmpty(folder),
            "CONFORMANCE_DATA is not set; it names the folder with the vectors."
        );
        var path = Path.Combine(folder!, "http", "wycheproof", "testvectors_v1", file);
        var text = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        return JsonNode.Parse(text)!["testGroups"]!.AsArray().Select(group => group!);
    }
}
