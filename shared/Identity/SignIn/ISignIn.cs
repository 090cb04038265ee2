namespace IntegrationFunctions.Identity.SignIn;

/// <summary>People signing in with a password and, where they have set it up, a code of their authenticator app.</summary>
public interface ISignIn
{
    /// <summary>
    /// Holds a password against the user who signs in with the address. An unknown tenant or address, and a user without a password, answer like
    /// a wrong one, and take as long.
    /// </summary>
    Task<SignInAttempt> Try(string tenantId, string email, string password, CancellationToken ct = default);

    /// <summary>Holds a code of the authenticator app, or a recovery code, against the user whose password was right.</summary>
    Task<SignInAttempt> TryCode(string tenantId, string userId, string code, CancellationToken ct = default);

    /// <summary>Makes the link with which the user sets a password; links from before are void. Null where there is no such user.</summary>
    Task<Invitation?> Invite(string tenantId, string userId, CancellationToken ct = default);

    /// <summary>Whose link this is: null where it is used up, over, or not one.</summary>
    Task<User?> FindInvited(string token, CancellationToken ct = default);

    /// <summary>Sets the password by a link, which is used up. The authenticator stays. Null where the link opens nothing.</summary>
    /// <exception cref="ArgumentException">The password won't do (<see cref="PasswordRules"/>).</exception>
    Task<(string TenantId, User User)?> AcceptInvitation(string token, string password, CancellationToken ct = default);

    /// <summary>Sets another password for somebody who knows the old one.</summary>
    /// <exception cref="ArgumentException">The new password won't do.</exception>
    Task<SignInAttempt> ChangePassword(
        string tenantId,
        string userId,
        string old,
        string password,
        CancellationToken ct = default
    );

    /// <summary>A new secret for an authenticator app; asked for at sign-in once <see cref="ConfirmTotp"/> saw a code of it.</summary>
    /// <returns>The secret, or null where one is confirmed already.</returns>
    Task<string?> BeginTotp(string tenantId, string userId, CancellationToken ct = default);

    /// <summary>Switches the authenticator on: ten recovery codes, shown once; null where the code is wrong or nothing was begun.</summary>
    Task<IReadOnlyList<string>?> ConfirmTotp(
        string tenantId,
        string userId,
        string code,
        CancellationToken ct = default
    );

    /// <summary>Switches the authenticator off for somebody who has a code of it, or a recovery code.</summary>
    Task<SignInAttempt> RemoveTotp(string tenantId, string userId, string code, CancellationToken ct = default);
}

/// <summary>How an attempt ended.</summary>
/// <param name="Outcome">Whether it was right.</param>
/// <param name="User">Who it was, where it was right.</param>
/// <param name="LockedUntil">Until when no attempt is heard.</param>
public sealed record SignInAttempt(SignInOutcome Outcome, User? User = null, DateTimeOffset? LockedUntil = null);

/// <summary>Ends of an attempt.</summary>
public enum SignInOutcome
{
    /// <summary>Wrong, whatever it was that was wrong.</summary>
    Refused,

    /// <summary>Too many wrong ones; not looked at.</summary>
    Locked,

    /// <summary>The password was right; a code is asked for.</summary>
    CodeNeeded,

    /// <summary>Right.</summary>
    SignedIn,
}

/// <summary>A link to set a password with.</summary>
/// <param name="Token">For the link; can't be had again.</param>
/// <param name="EndsAt">How long it is good.</param>
public sealed record Invitation(string Token, DateTimeOffset EndsAt);

/// <summary>Which passwords will do: NIST SP 800-63B, section 5.1.1.2, asks for length and not for kinds of characters.</summary>
public static class PasswordRules
{
    /// <summary>At least so many characters.</summary>
    public const int Shortest = 12;

    /// <summary>At most.</summary>
    public const int Longest = 200;

    /// <summary>What is wrong with it, or null.</summary>
    /// <param name="password">To look at.</param>
    /// <param name="user">Whose: it must not be their name or address.</param>
    public static string? Fault(string password, User? user)
    {
        if (password.Length is < Shortest or > Longest)
        {
            return $"A password has {Shortest} to {Longest} characters. A sentence of a few words is a good one.";
        }
        if (password.Distinct().Count() < 5)
        {
            return "The password has fewer than five different characters.";
        }
        var isOwn =
            user is not null
            && new[] { user.Name, user.Email ?? user.Name, user.Email?.Split('@')[0] ?? user.Name }.Any(own =>
                own.Length >= Shortest && password.Contains(own, StringComparison.OrdinalIgnoreCase)
            );
        return isOwn ? "The password holds your name or address." : null;
    }
}
