using IntegrationFunctions.Identity.OAuth;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Tests.Support;
using Moq;

namespace IntegrationFunctions.Tests.Unit.Identity;

public sealed class SigningKeyRingTests
{
    private readonly ManualTimeProvider _clock = new();
    private string? _stored;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_key_is_published_before_it_signs_and_an_old_one_stays_until_all_of_it_is_over()
    {
        using var ring = new SigningKeyRing(Secrets(), _clock);
        await ring.Refresh(Ct);
        var first = Assert.Single(ring.Signing).KeyId;
        var changed = ring.ChangeToken;

        _clock.Advance(SigningKeyRing.InUse - SigningKeyRing.Ahead);
        await ring.Refresh(Ct);
        Assert.True(changed.HasChanged);
        Assert.Equal(2, ring.Signing.Count);
        Assert.Equal(first, ring.Signing[0].KeyId);
        changed = ring.ChangeToken;

        _clock.Advance(SigningKeyRing.Ahead);
        await ring.Refresh(Ct);
        Assert.True(changed.HasChanged);
        Assert.Equal(first, ring.Signing[1].KeyId);
        Assert.Equal(ring.Signing.Select(k => k.KeyId), ring.Encryption.Select(k => k.KeyId));

        _clock.Advance(SigningKeyRing.Kept);
        await ring.Refresh(Ct);
        Assert.DoesNotContain(first, ring.Signing.Select(k => k.KeyId));
    }

    [Fact]
    public async Task Another_process_and_a_later_start_have_the_same_keys()
    {
        using var one = new SigningKeyRing(Secrets(), _clock);
        await one.Refresh(Ct);
        using var other = new SigningKeyRing(Secrets(), _clock);
        await other.Refresh(Ct);

        Assert.Equal(one.Signing[0].KeyId, other.Signing[0].KeyId);
        var text = "signed"u8.ToArray();
        var signature = one.Signing[0].ECDsa.SignData(text, System.Security.Cryptography.HashAlgorithmName.SHA256);
        Assert.True(
            other.Signing[0].ECDsa.VerifyData(text, signature, System.Security.Cryptography.HashAlgorithmName.SHA256)
        );
        Assert.Equal(one.Encryption[0].Key, other.Encryption[0].Key);
    }

    [Fact]
    public async Task Nothing_is_told_while_nothing_changes()
    {
        using var ring = new SigningKeyRing(Secrets(), _clock);
        await ring.Refresh(Ct);
        var changed = ring.ChangeToken;

        _clock.Advance(TimeSpan.FromDays(1));
        await ring.Refresh(Ct);

        Assert.False(changed.HasChanged);
    }

    private ISecretStore Secrets()
    {
        var secrets = new Mock<ISecretStore>(MockBehavior.Strict);
        secrets.Setup(s => s.Get("system", "oauth-keys", It.IsAny<CancellationToken>())).ReturnsAsync(() => _stored);
        secrets
            .Setup(s => s.Set("system", "oauth-keys", It.IsAny<string>(), It.IsAny<CancellationToken>()))
            .Callback((string _, string _, string value, CancellationToken _) => _stored = value)
            .Returns(Task.CompletedTask);
        return secrets.Object;
    }
}
