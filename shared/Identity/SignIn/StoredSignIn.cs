using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.SignIn;

internal sealed class StoredSignIn(IDocumentStores stores, ITenants tenants, IUsers users, TimeProvider clock) : ISignIn
{
    private const int RecoveryCodes = 10;
    private const string RecoveryAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private static readonly TimeSpan InvitationLife = TimeSpan.FromHours(72);
    private static readonly SignInAttempt Refused = new(SignInOutcome.Refused);

    public async Task<SignInAttempt> Try(string tenantId, string email, string password, CancellationToken ct = default)
    {
        var tenant = await tenants.Get(tenantId, ct).ConfigureAwait(false);
        var user = tenant is null ? null : await users.FindByEmail(tenantId, email, ct).ConfigureAwait(false);
        if (user is not { DisabledAt: null })
        {
            await PasswordHash.Verify(password, null, ct).ConfigureAwait(false);
            return Refused;
        }
        return await Attempt(
                tenantId,
                user,
                async credentials =>
                {
                    if (!await PasswordHash.Verify(password, credentials.PasswordHash, ct).ConfigureAwait(false))
                    {
                        return null;
                    }
                    return PasswordHash.IsOutdated(credentials.PasswordHash!)
                        ? credentials with
                        {
                            PasswordHash = await PasswordHash.Create(password, ct).ConfigureAwait(false),
                        }
                        : credentials;
                },
                ct
            )
            .ConfigureAwait(false);
    }

    public async Task<SignInAttempt> TryCode(
        string tenantId,
        string userId,
        string code,
        CancellationToken ct = default
    )
    {
        if (await users.Get(tenantId, userId, ct).ConfigureAwait(false) is not { DisabledAt: null } user)
        {
            return Refused;
        }
        var attempt = await Attempt(tenantId, user, credentials => Task.FromResult(Use(credentials, code)), ct, true)
            .ConfigureAwait(false);
        return attempt.Outcome == SignInOutcome.CodeNeeded ? new(SignInOutcome.SignedIn, user) : attempt;
    }

    public async Task<Invitation?> Invite(string tenantId, string userId, CancellationToken ct = default)
    {
        if (await users.Get(tenantId, userId, ct).ConfigureAwait(false) is null)
        {
            return null;
        }
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var end = clock.GetUtcNow() + InvitationLife;
        await Change(
                tenantId,
                userId,
                credentials => credentials with { InvitationHash = Hash(secret), InvitationEndsAt = end },
                ct
            )
            .ConfigureAwait(false);
        return new($"{tenantId}.{userId}.{secret}", end);
    }

    public async Task<User?> FindInvited(string token, CancellationToken ct = default) =>
        await Open(token, ct).ConfigureAwait(false) is { } found ? found.User : null;

    public async Task<(string TenantId, User User)?> AcceptInvitation(
        string token,
        string password,
        CancellationToken ct = default
    )
    {
        if (await Open(token, ct).ConfigureAwait(false) is not { } found)
        {
            return null;
        }
        Check(password, found.User);
        var hash = await PasswordHash.Create(password, ct).ConfigureAwait(false);
        var after = found.Credentials.Succeeded() with
        {
            PasswordHash = hash,
            InvitationHash = null,
            InvitationEndsAt = null,
        };
        // Whoever wrote meanwhile may have used the link.
        return await Write(found.TenantId, after, found.ETag, ct).ConfigureAwait(false)
            ? (found.TenantId, found.User)
            : null;
    }

    public async Task<SignInAttempt> ChangePassword(
        string tenantId,
        string userId,
        string old,
        string password,
        CancellationToken ct = default
    )
    {
        if (await users.Get(tenantId, userId, ct).ConfigureAwait(false) is not { DisabledAt: null } user)
        {
            return Refused;
        }
        Check(password, user);
        return SignedIn(
            await Attempt(
                    tenantId,
                    user,
                    async credentials =>
                        await PasswordHash.Verify(old, credentials.PasswordHash, ct).ConfigureAwait(false)
                            ? credentials with
                            {
                                PasswordHash = await PasswordHash.Create(password, ct).ConfigureAwait(false),
                            }
                            : null,
                    ct
                )
                .ConfigureAwait(false),
            user
        );
    }

    public async Task<string?> BeginTotp(string tenantId, string userId, CancellationToken ct = default)
    {
        var secret = Totp.NewSecret();
        var after = await Change(
                tenantId,
                userId,
                credentials =>
                    credentials.TotpConfirmed
                        ? credentials
                        : credentials with
                        {
                            TotpSecret = secret,
                            TotpLastStep = null,
                        },
                ct
            )
            .ConfigureAwait(false);
        return after.TotpConfirmed ? null : secret;
    }

    public async Task<IReadOnlyList<string>?> ConfirmTotp(
        string tenantId,
        string userId,
        string code,
        CancellationToken ct = default
    )
    {
        if (await users.Get(tenantId, userId, ct).ConfigureAwait(false) is not { DisabledAt: null } user)
        {
            return null;
        }
        var codes = Enumerable
            .Range(0, RecoveryCodes)
            .Select(_ => RandomNumberGenerator.GetString(RecoveryAlphabet, 10))
            .ToList();
        var attempt = await Attempt(
                tenantId,
                user,
                credentials =>
                    Task.FromResult(
                        credentials is { TotpSecret: { } secret, TotpConfirmed: false }
                        && Totp.Match(secret, code, clock.GetUtcNow(), credentials.TotpLastStep) is { } step
                            ? credentials with
                            {
                                TotpConfirmed = true,
                                TotpLastStep = step,
                                RecoveryHashes = [.. codes.Select(Hash)],
                            }
                            : null
                    ),
                ct,
                isCode: true
            )
            .ConfigureAwait(false);
        return attempt.Outcome is SignInOutcome.Refused or SignInOutcome.Locked ? null : codes;
    }

    public async Task<SignInAttempt> RemoveTotp(
        string tenantId,
        string userId,
        string code,
        CancellationToken ct = default
    )
    {
        if (await users.Get(tenantId, userId, ct).ConfigureAwait(false) is not { DisabledAt: null } user)
        {
            return Refused;
        }
        var attempt = await Attempt(
                tenantId,
                user,
                credentials =>
                    Task.FromResult(
                        Use(credentials, code) is { } used
                            ? used with
                            {
                                TotpSecret = null,
                                TotpConfirmed = false,
                                TotpLastStep = null,
                                RecoveryHashes = null,
                            }
                            : null
                    ),
                ct,
                isCode: true
            )
            .ConfigureAwait(false);
        return SignedIn(attempt, user);
    }

    private static SignInAttempt SignedIn(SignInAttempt attempt, User user) =>
        attempt.Outcome == SignInOutcome.CodeNeeded ? new(SignInOutcome.SignedIn, user) : attempt;

    private static void Check(string password, User user)
    {
        if (PasswordRules.Fault(password, user) is { } fault)
        {
            throw new ArgumentException(fault);
        }
    }

    // What is left after the code, or null where it is wrong.
    private Credentials? Use(Credentials credentials, string code)
    {
        if (credentials is not { TotpConfirmed: true, TotpSecret: { } secret })
        {
            return null;
        }
        if (Totp.Match(secret, code, clock.GetUtcNow(), credentials.TotpLastStep) is { } step)
        {
            return credentials with { TotpLastStep = step };
        }
        var hash = Hash(code.Trim().ToLowerInvariant());
        return credentials.RecoveryHashes?.Contains(hash, StringComparer.Ordinal) is true
            ? credentials with
            {
                RecoveryHashes = [.. credentials.RecoveryHashes.Where(other => other != hash)],
            }
            : null;
    }

    /// <summary>Counts the attempt, looks, and takes it back where it was right; another one at the same time makes this one wrong.</summary>
    private async Task<SignInAttempt> Attempt(
        string tenantId,
        User user,
        Func<Credentials, Task<Credentials?>> prove,
        CancellationToken ct,
        bool isCode = false
    )
    {
        var (before, etag) = await Read(tenantId, user.Id, ct).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        if (before.IsLocked(now))
        {
            return new(SignInOutcome.Locked, LockedUntil: before.LockedUntil);
        }
        var counted = before.Counted(now);
        if (await WriteAs(tenantId, counted, etag, ct).ConfigureAwait(false) is not { } mark)
        {
            return Refused;
        }
        if (await prove(counted).ConfigureAwait(false) is not { } proven)
        {
            return Refused;
        }
        // Who knows the password alone must not have new guesses at the code each time that it is right.
        var after =
            proven.TotpConfirmed && !isCode
                ? proven with
                {
                    Failures = before.Failures,
                    LockedUntil = null,
                }
                : proven.Succeeded();
        return await Write(tenantId, after, mark, ct).ConfigureAwait(false)
            ? new(proven.TotpConfirmed ? SignInOutcome.CodeNeeded : SignInOutcome.SignedIn, user)
            : Refused;
    }

    private async Task<(string TenantId, User User, Credentials Credentials, string? ETag)?> Open(
        string token,
        CancellationToken ct
    )
    {
        if (
            token.Split('.') is not [var tenantId, var userId, var secret]
            || await tenants.Get(tenantId, ct).ConfigureAwait(false) is null
            || await users.Get(tenantId, userId, ct).ConfigureAwait(false) is not { DisabledAt: null } user
        )
        {
            return null;
        }
        var (credentials, etag) = await Read(tenantId, userId, ct).ConfigureAwait(false);
        return
            credentials.InvitationHash is { } hash
            && credentials.InvitationEndsAt > clock.GetUtcNow()
            && CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(hash),
                Encoding.ASCII.GetBytes(Hash(secret))
            )
            ? (tenantId, user, credentials, etag)
            : null;
    }

    private async Task<Credentials> Change(
        string tenantId,
        string userId,
        Func<Credentials, Credentials> change,
        CancellationToken ct
    )
    {
        while (true)
        {
            var (before, etag) = await Read(tenantId, userId, ct).ConfigureAwait(false);
            var after = change(before);
            if (after == before || await Write(tenantId, after, etag, ct).ConfigureAwait(false))
            {
                return after;
            }
        }
    }

    private async Task<(Credentials Credentials, string? ETag)> Read(
        string tenantId,
        string userId,
        CancellationToken ct
    )
    {
        var document = await stores.ForTenant(tenantId).Get(Credentials.Path(userId), ct).ConfigureAwait(false);
        return document is null
            ? (new Credentials(userId), null)
            : (document.As(SignInJson.Default.Credentials), document.ETag);
    }

    private async Task<bool> Write(string tenantId, Credentials credentials, string? etag, CancellationToken ct) =>
        await WriteAs(tenantId, credentials, etag, ct).ConfigureAwait(false) is not null;

    // The new ETag, or null where somebody else wrote meanwhile.
    private async Task<string?> WriteAs(string tenantId, Credentials credentials, string? etag, CancellationToken ct)
    {
        var store = stores.ForTenant(tenantId);
        var path = Credentials.Path(credentials.UserId);
        var result = etag is null
            ? await store.Create(path, credentials, SignInJson.Default.Credentials, ct).ConfigureAwait(false)
            : await store.Set(path, credentials, SignInJson.Default.Credentials, etag, ct).ConfigureAwait(false);
        return result.Conflict is null ? result.ETags[0] : null;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
