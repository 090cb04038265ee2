using System.Text;
using IntegrationFunctions.Webhooks;

namespace IntegrationFunctions.Tests.Unit.Webhooks;

public sealed class StandardWebhooksSignatureTests
{
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Other = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Timestamp = "1614265330";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("{\"test\": 2432232314}");
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void SignsAsThePublishedVector() =>
        Assert.Equal(Signature, StandardWebhooksSignature.Sign([Secret], Id, At, Body));

    [Fact]
    public void AcceptsEitherSecretDuringRotation()
    {
        var both = StandardWebhooksSignature.Sign([Other, Secret], Id, At, Body);
        Assert.Equal(2, both.Split(' ').Length);
        Assert.True(Valid(both, secret: Secret));
        Assert.True(Valid(both, secret: Other));
    }

    [Theory]
    [InlineData("")]
    [InlineData("v1,")]
    [InlineData("v1,not-base64")]
    [InlineData("v1a,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,h0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OGAAAAA")]
    public void RefusesWhatIsNoSignatureOfTheseBytes(string signature) => Assert.False(Valid(signature));

    [Fact]
    public void RefusesAnotherSecretBodyOrId()
    {
        Assert.True(Valid(Signature));
        Assert.False(Valid(Signature, secret: Other));
        Assert.False(Valid(Signature, body: [.. Body, (byte)' ']));
        Assert.False(Valid(Signature, id: Id + "x"));
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    public void HoldsTheTimestampToItsTolerance(int secondsLater, bool valid) =>
        Assert.Equal(valid, Valid(Signature, now: At.AddSeconds(secondsLater)));

    [Theory]
    [InlineData("99999999999999999")]
    [InlineData("-1")]
    [InlineData("now")]
    public void RefusesATimestampThatIsNoTime(string timestamp) =>
        Assert.False(StandardWebhooksSignature.IsValid([Secret], Id, timestamp, Signature, Body, At));

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_***")]
    public void RefusesASecretOfAnotherFormWithoutRepeatingIt(string secret)
    {
        var refused = Assert.Throws<FormatException>(() => StandardWebhooksSignature.Sign([secret], Id, At, Body));
        Assert.DoesNotContain(
            secret,
            refused.Message.Replace("'whsec_'", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    private static bool Valid(
        string signature,
        string secret = Secret,
        string id = Id,
        byte[]? body = null,
        DateTimeOffset? now = null
    ) => StandardWebhooksSignature.IsValid([secret], id, Timestamp, signature, body ?? Body, now ?? At);
}
