using System.Globalization;
using IntegrationFunctions.Identity.SignIn;

namespace IntegrationFunctions.Tests.Unit.Identity;

public sealed class SignInTests
{
    // "12345678901234567890" in base 32: the secret of RFC 6238, appendix B; its codes have 8 digits, ours are the last 6 of them.
    private const string Secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("1970-01-01T00:00:59Z", "287082")]
    [InlineData("2005-03-18T01:58:29Z", "081804")]
    [InlineData("2005-03-18T01:58:31Z", "050471")]
    [InlineData("2009-02-13T23:31:30Z", "005924")]
    [InlineData("2033-05-18T03:33:20Z", "279037")]
    [InlineData("2603-10-11T11:33:20Z", "353130")]
    public void Codes_are_those_of_the_standard(string at, string code) =>
        Assert.Equal(code, Totp.Code(Secret, DateTimeOffset.Parse(at, CultureInfo.InvariantCulture)));

    [Fact]
    public void A_code_counts_for_a_step_around_now_once_and_no_earlier_one_after_it()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_020);
        var (before, current) = (Totp.Code(Secret, now.AddSeconds(-30)), Totp.Code(Secret, now));

        var step = Totp.Match(Secret, current, now, null);

        Assert.NotNull(step);
        Assert.Equal(step - 1, Totp.Match(Secret, before, now, null));
        Assert.Null(Totp.Match(Secret, current, now, step));
        Assert.Null(Totp.Match(Secret, before, now, step));
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, now.AddSeconds(-60)), now, null));
        Assert.Null(Totp.Match(Secret, "", now, null));
        Assert.Null(Totp.Match(Secret, "１２３４５６", now, null));
    }

    [Fact]
    public void New_secrets_are_32_characters_of_base_32_and_differ()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => Totp.NewSecret()).ToHashSet();

        Assert.Equal(100, secrets.Count);
        Assert.All(secrets, secret => Assert.Matches("^[A-Z2-7]{32}$", secret));
    }

    [Fact]
    public async Task A_hash_opens_for_its_password_alone_and_says_what_it_cost()
    {
        var hash = await PasswordHash.Create("pässword of mine", Ct);

        Assert.StartsWith("$argon2id$v=19$m=19456,t=2,p=1$", hash, StringComparison.Ordinal);
        Assert.NotEqual(hash, await PasswordHash.Create("pässword of mine", Ct));
        Assert.True(await PasswordHash.Verify("pässword of mine", hash, Ct));
        // The same letters, composed by another keyboard.
        Assert.True(await PasswordHash.Verify("pa\u0308ssword of mine", hash, Ct));
        Assert.False(await PasswordHash.Verify("pässword of mine ", hash, Ct));
        Assert.False(await PasswordHash.Verify("pässword of mine", null, Ct));
        Assert.False(PasswordHash.IsOutdated(hash));
        Assert.True(PasswordHash.IsOutdated(hash.Replace("t=2", "t=1", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_hash_of_another_implementation_opens()
    {
        // Made with libargon2 (argon2 somesaltsomesalt -id -m 12 -t 3 -p 2 -l 32 -e).
        const string Reference =
            "$argon2id$v=19$m=4096,t=3,p=2$c29tZXNhbHRzb21lc2FsdA$ksHiUOEA0KrDyksjLHfH2vEZFKXN6iijh6ZvJF4xNhU";

        Assert.True(await PasswordHash.Verify("correct horse battery", Reference, Ct));
    }

    [Theory]
    [InlineData("short", false)]
    [InlineData("aaaaaaaaaaaaaaaa", false)]
    [InlineData("four words make one", true)]
    public void A_password_is_long_and_not_one_letter(string password, bool will) =>
        Assert.Equal(will, PasswordRules.Fault(password, null) is null);
}
