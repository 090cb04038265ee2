using System.Text;
using CsCheck;
using IntegrationFunctions.Webhooks.Incoming;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>What every provider of webhooks holds, whoever calls its address with whatever.</summary>
public abstract class WebhookProviderCompliance
{
    protected static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);

    protected abstract IWebhookProvider Provider { get; }

    /// <summary>Two secrets of the provider's form.</summary>
    protected abstract (string First, string Second) Secrets { get; }

    /// <summary>A body as the provider sends it, of at least one event.</summary>
    protected abstract byte[] Body { get; }

    /// <summary>The header that holds the signature.</summary>
    protected abstract string SignatureHeader { get; }

    /// <summary>Whether the signature covers the time.</summary>
    protected virtual bool SignsTime => false;

    /// <summary>The provider's own headers for a body, worked out without the code under test.</summary>
    protected abstract Dictionary<string, string> Sign(string secret, byte[] body, DateTimeOffset at);

    [Fact]
    public void AcceptsARightSignature() => Assert.Equal(WebhookVerdict.Accepted, Verify(Signed()));

    [Fact]
    public void AcceptsEitherSecretDuringRotation()
    {
        Assert.Equal(WebhookVerdict.Accepted, Verify(Signed(), [Secrets.Second, Secrets.First]));
        Assert.Equal(WebhookVerdict.Accepted, Verify(Signed(Secrets.Second), [Secrets.Second, Secrets.First]));
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(Signed(), [Secrets.Second]));
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(Signed(), []));
    }

    [Fact]
    public void RefusesABodyThatDiffersInAnyByte()
    {
        var headers = Signed();
        for (var i = 0; i < Body.Length; i++)
        {
            var other = (byte[])Body.Clone();
            other[i] ^= 1;
            Assert.Equal(WebhookVerdict.SignatureWrong, Verify(headers, body: other));
        }
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(headers, body: Body[..^1]));
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(headers, body: [.. Body, (byte)' ']));
        Assert.Equal(WebhookVerdict.SignatureWrong, Verify(headers, body: []));
    }

    [Fact]
    public void RefusesASignatureThatLacksACharacterOrHasAnother()
    {
        var right = Signed()[SignatureHeader];
        Assert.NotEqual(WebhookVerdict.Accepted, Verify(With(right[..^1])));
        Assert.NotEqual(WebhookVerdict.Accepted, Verify(With(right + "A")));
        // The last characters are the signature's in every scheme.
        for (var i = right.Length - 40; i < right.Length - 1; i++)
        {
            var letters = right.ToCharArray();
            letters[i] = letters[i] == '1' ? '2' : '1';
            Assert.NotEqual(WebhookVerdict.Accepted, Verify(With(new string(letters))));
        }
    }

    [Fact]
    public void TakesEmptyAndHugeBodiesAsTheyAreSigned()
    {
        var huge = new byte[1024 * 1024];
        Random.Shared.NextBytes(huge);
        Assert.Equal(WebhookVerdict.Accepted, Verify(Sign(Secrets.First, [], Now), body: []));
        Assert.Equal(WebhookVerdict.Accepted, Verify(Sign(Secrets.First, huge, Now), body: huge));
        Assert.Empty(Provider.Events(default));
        Assert.NotEmpty(Provider.Identity(Delivery(Sign(Secrets.First, huge, Now), huge)));
    }

    [Fact]
    public void HoldsASignedTimeToItsTolerance()
    {
        foreach (var (seconds, within) in new[] { (0, true), (300, true), (-300, true), (301, false), (-301, false) })
        {
            var expected = within || !SignsTime ? WebhookVerdict.Accepted : WebhookVerdict.TimestampOutOfTolerance;
            Assert.Equal(expected, Verify(Signed(), now: Now.AddSeconds(seconds)));
        }
    }

    [Fact]
    public void SaysWhichHeaderIsMissing()
    {
        Assert.Equal(WebhookVerdict.SignatureMissing, Verify([]));
        foreach (var name in Signed().Keys)
        {
            var headers = Signed();
            headers.Remove(name);
            Assert.Equal(WebhookVerdict.SignatureMissing, Verify(headers));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(",")]
    [InlineData("=")]
    [InlineData("v1")]
    [InlineData("v1,")]
    [InlineData("v1=,t=")]
    [InlineData("t=99999999999999999999,v1=00")]
    [InlineData("\u00e9\ud800")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    public void RefusesWhatIsNoSignature(string header)
    {
        foreach (var name in Signed().Keys)
        {
            var headers = Signed();
            headers[name] = header;
            Assert.NotEqual(WebhookVerdict.Accepted, Verify(headers));
        }
    }

    [Fact]
    public void NeverThrowsAndNeverAcceptsWhatNobodySigned() =>
        Gen.Select(Gen.String, Gen.Byte.Array[0, 200])
            .Sample(
                (text, body) =>
                {
                    var headers = Signed().Keys.ToDictionary(name => name, _ => text);
                    Assert.NotEqual(WebhookVerdict.Accepted, Verify(headers, body: body));
                    var whole = Signed();
                    whole[SignatureHeader] = whole[SignatureHeader][..^4] + text;
                    Assert.NotEqual(
                        WebhookVerdict.Accepted,
                        text.Length > 0 && text != Signed()[SignatureHeader][^4..]
                            ? Verify(whole, body: [.. Body, 1])
                            : WebhookVerdict.SignatureWrong
                    );
                },
                iter: 500
            );

    [Fact]
    public void ReadsForeignJsonWithoutTrustingItsForm()
    {
        // Every part of a good body replaced by something of another type: fewer events, and no exception.
        var text = Encoding.UTF8.GetString(Body);
        foreach (var other in new[] { "null", "1e999", "[]", "{}", "\"\\ud800\"", "true" })
        {
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] != ':')
                {
                    continue;
                }
                var end = text.IndexOfAny([',', '}', ']'], i);
                Provider.Events(Encoding.UTF8.GetBytes(text[..(i + 1)] + other + text[end..]));
            }
            Provider.Events(Encoding.UTF8.GetBytes(other));
        }
        for (var length = 0; length < Body.Length; length++)
        {
            Provider.Events(Body.AsMemory(0, length));
        }
    }

    [Fact]
    public void KnowsARepeatByTheSameIdentity()
    {
        var first = Provider.Identity(Delivery(Signed(), Body));
        Assert.Equal(first, Provider.Identity(Delivery(Signed(), Body)));
        Assert.NotEmpty(first);
        Assert.NotEmpty(Provider.Events(Body));
        Assert.All(Provider.Events(Body), e => Assert.NotEmpty(e.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("with blank in it")]
    [InlineData("l\u00fcgen-haben-kurze-beine")]
    public void SaysWhatIsWrongWithASecretWithoutRepeatingIt(string secret)
    {
        var fault = Provider.Fault(secret);
        Assert.NotNull(fault);
        if (secret.Length > 1)
        {
            Assert.DoesNotContain(secret, fault, StringComparison.Ordinal);
        }
        Assert.Null(Provider.Fault(Secrets.First));
    }

    protected WebhookVerdict Verify(
        Dictionary<string, string> headers,
        string[]? secrets = null,
        byte[]? body = null,
        DateTimeOffset? now = null
    ) =>
        Provider.Verify(
            Delivery(headers, body ?? Body),
            [.. (secrets ?? [Secrets.First]).Select(Provider.Key)],
            now ?? Now
        );

    protected static WebhookDelivery Delivery(Dictionary<string, string> headers, byte[] body)
    {
        var known = new Dictionary<string, string>(headers, StringComparer.OrdinalIgnoreCase);
        return new(body, name => known.GetValueOrDefault(name));
    }

    private Dictionary<string, string> Signed(string? secret = null) => Sign(secret ?? Secrets.First, Body, Now);

    private Dictionary<string, string> With(string signature) => new(Signed()) { [SignatureHeader] = signature };
}
