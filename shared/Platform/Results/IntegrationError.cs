namespace IntegrationFunctions.Platform.Results;

/// <summary>What kind of failure this is; the kind alone decides retry, wording and who is told.</summary>
public enum ErrorKind
{
    /// <summary>May succeed when tried again: a broken connection, a 5xx, a time-out before anything was sent.</summary>
    Transient,

    /// <summary>The other side asks for patience; <see cref="IntegrationError.RetryAfter"/> says how long.</summary>
    RateLimited,

    /// <summary>The sign-in is missing, wrong or expired; a person must act.</summary>
    SignInExpired,

    /// <summary>The settings of the integration are wrong; a person must change them.</summary>
    Configuration,

    /// <summary>The data was refused; <see cref="IntegrationError.Pointer"/> names the field where known.</summary>
    Validation,

    /// <summary>Trying again can't help.</summary>
    Permanent,

    /// <summary>It may or may not have happened: ask before doing it again.</summary>
    UnknownOutcome,

    /// <summary>The connector does not offer this.</summary>
    NotSupported,
}

/// <summary>A failure that is part of normal operation, as a value.</summary>
/// <param name="Kind">Decides retry, text and alert route.</param>
/// <param name="Code">Stable, machine-readable, kebab-case: <c>sap-closed-period</c>.</param>
/// <param name="Message">One sentence for a person: what, where, how to mend it. Never a secret.</param>
/// <param name="Pointer">JSON pointer (RFC 6901) to the offending field, where there is one.</param>
/// <param name="RetryAfter">How long to wait before trying again, where the other side said so.</param>
public sealed record IntegrationError(
    ErrorKind Kind,
    string Code,
    string Message,
    string? Pointer = null,
    TimeSpan? RetryAfter = null
)
{
    /// <summary>Whether waiting and trying again may succeed.</summary>
    public bool IsRetriable => Kind is ErrorKind.Transient or ErrorKind.RateLimited;

    /// <inheritdoc/>
    public override string ToString() => $"{Code}: {Message}";
}
