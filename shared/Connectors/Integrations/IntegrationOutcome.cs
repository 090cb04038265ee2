using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

/// <summary>How a write ended: with the integration, or with one error or more (one for each field that was refused).</summary>
/// <param name="Integration">As it is now; null where the write was refused.</param>
/// <param name="Errors">Why; empty after a success.</param>
/// <param name="IsRepeat">An earlier request with the same idempotency key had done it.</param>
public sealed record IntegrationOutcome(
    Integration? Integration,
    IReadOnlyList<IntegrationError> Errors,
    bool IsRepeat = false
)
{
    /// <summary>A success.</summary>
    public static implicit operator IntegrationOutcome(Integration integration) => new(integration, []);

    /// <summary>A failure.</summary>
    public static implicit operator IntegrationOutcome(IntegrationError error) => new(null, [error]);

    /// <summary>Fields that were refused.</summary>
    public static IntegrationOutcome Refused(IReadOnlyList<IntegrationError> errors) => new(null, errors);
}
