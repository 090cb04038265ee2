namespace IntegrationFunctions.Banking.Payments;

/// <summary>Times of the payment flow.</summary>
public sealed record PaymentOptions
{
    /// <summary>
    /// Wait before the bank or the ERP is asked again the first time; grows by half at every repeat, so that a bank which answers at once is
    /// followed at once and a slow one gets some twenty questions before <see cref="MaxPollInterval"/> is reached.
    /// </summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two questions.</summary>
    public TimeSpan MaxPollInterval { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>A payment that has no end so long after it was sent is reported as overdue; it is never sent again for that.</summary>
    public TimeSpan OverdueAfter { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How long one attempt to send may take.</summary>
    public TimeSpan SendTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// So long after an attempt began, and no earlier, the bank's "never received" is believed: an attempt in flight must have ended by then.
    /// Longer than <see cref="SendTimeout"/>.
    /// </summary>
    public TimeSpan ResendAfter { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Null where the values make sense, else which one does not and what it wants.</summary>
    public string? Fault() =>
        PollInterval <= TimeSpan.Zero ? $"Payments:PollInterval is {PollInterval}; it must be more than zero."
        : MaxPollInterval < PollInterval
            ? $"Payments:MaxPollInterval is {MaxPollInterval}; it must be at least PollInterval ({PollInterval})."
        : OverdueAfter <= TimeSpan.Zero ? $"Payments:OverdueAfter is {OverdueAfter}; it must be more than zero."
        : SendTimeout <= TimeSpan.Zero ? $"Payments:SendTimeout is {SendTimeout}; it must be more than zero."
        : ResendAfter <= SendTimeout
            ? $"Payments:ResendAfter is {ResendAfter}; it must be longer than SendTimeout ({SendTimeout})."
        : null;
}
