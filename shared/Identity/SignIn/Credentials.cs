using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity.SignIn;

/// <summary>What a person proves who they are with; the document's id is the user's.</summary>
/// <param name="UserId">Whose.</param>
/// <param name="PasswordHash">See <see cref="SignIn.PasswordHash"/>; null: none yet.</param>
/// <param name="TotpSecret">The authenticator app's secret, base 32; sealed in every store.</param>
/// <param name="TotpConfirmed">Whether a code of it was seen: from then on signing in asks for one.</param>
/// <param name="TotpLastStep">The step of the last code that counted.</param>
/// <param name="RecoveryHashes">SHA-256 of the codes that stand in for a lost authenticator, each once.</param>
/// <param name="Failures">Attempts since the last one that was right.</param>
/// <param name="LockedUntil">Until when nothing is right.</param>
/// <param name="InvitationHash">SHA-256 of the link with which a password can be set, once.</param>
/// <param name="InvitationEndsAt">How long that link is good.</param>
/// <param name="SchemaVersion">Version of this document's shape.</param>
internal sealed record Credentials(
    string UserId,
    string? PasswordHash = null,
    string? TotpSecret = null,
    bool TotpConfirmed = false,
    long? TotpLastStep = null,
    IReadOnlyList<string>? RecoveryHashes = null,
    int Failures = 0,
    DateTimeOffset? LockedUntil = null,
    string? InvitationHash = null,
    DateTimeOffset? InvitationEndsAt = null,
    int SchemaVersion = 1
)
{
    public const string Group = "credentials";
    private const int FreeAttempts = 5;
    private static readonly TimeSpan FirstLock = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestLock = TimeSpan.FromHours(1);

    public static DocumentPath Path(string userId) => new($"{Group}/{userId}");

    public bool IsLocked(DateTimeOffset now) => LockedUntil > now;

    /// <summary>
    /// As it is while an attempt runs: counted before it is known whether it is right, so that many at once are as many as one after the other.
    /// From the fifth on each wrong one locks, for twice as long as the one before.
    /// </summary>
    public Credentials Counted(DateTimeOffset now)
    {
        var failures = Failures + 1;
        var doublings = Math.Clamp(failures - FreeAttempts, 0, 16);
        var wait = TimeSpan.FromTicks(Math.Min(FirstLock.Ticks << doublings, LongestLock.Ticks));
        return this with { Failures = failures, LockedUntil = failures >= FreeAttempts ? now + wait : null };
    }

    public Credentials Succeeded() => this with { Failures = 0, LockedUntil = null };
}
