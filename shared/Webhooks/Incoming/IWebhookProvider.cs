namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>
/// How one provider signs what it sends and what its messages speak of. Nothing that a stranger can send makes it throw. It has no state, and
/// serves any number of threads.
/// </summary>
public interface IWebhookProvider
{
    /// <summary>As the API names it: lower-case letters and hyphens.</summary>
    string Name { get; }

    /// <summary>HTTP status of the answer to a wrong signature: 401, or what the provider asks for.</summary>
    int RefusalStatus { get; }

    /// <summary>Whether the provider takes nothing but empty answers, refusals included.</summary>
    bool WantsEmptyAnswers => false;

    /// <summary>What is wrong with a secret's form, in words that do not repeat it; null: nothing.</summary>
    string? Fault(string secret);

    /// <summary>The bytes that signatures are made with; of a secret without a <see cref="Fault"/>.</summary>
    byte[] Key(string secret);

    /// <summary>
    /// Whether one of the keys signed exactly these bytes, and recently where the provider signs the time too. Compared in constant time.
    /// </summary>
    WebhookVerdict Verify(in WebhookDelivery delivery, IReadOnlyList<byte[]> keys, DateTimeOffset now);

    /// <summary>
    /// The same for every attempt to deliver the same message, and for no other message: what a repeat is known by. Of a delivery that was
    /// accepted.
    /// </summary>
    string Identity(in WebhookDelivery delivery);

    /// <summary>What the body speaks of. A body of another form than the provider's has none.</summary>
    IReadOnlyList<WebhookEvent> Events(ReadOnlyMemory<byte> body);
}

/// <summary>A message as it came.</summary>
/// <param name="Body">The bytes that were signed, as they were on the wire.</param>
/// <param name="Header">A header's value by its name in any case, several joined by a comma; null where there is none.</param>
public readonly record struct WebhookDelivery(ReadOnlyMemory<byte> Body, Func<string, string?> Header);

/// <summary>Whether a message is the provider's.</summary>
public enum WebhookVerdict
{
    /// <summary>It is.</summary>
    Accepted,

    /// <summary>A header of the signature is missing.</summary>
    SignatureMissing,

    /// <summary>A header of the signature is not of the provider's form.</summary>
    SignatureMalformed,

    /// <summary>No secret gives this signature over these bytes.</summary>
    SignatureWrong,

    /// <summary>It was signed more than five minutes from now: an old message sent again, or a clock that is wrong.</summary>
    TimestampOutOfTolerance,
}

/// <summary>One thing that happened, as a message tells it.</summary>
/// <param name="Id">The provider's id of the event, or made of what it is about.</param>
/// <param name="Type">As the provider calls it: <c>invoice.paid</c>, <c>Invoice.Update</c>.</param>
/// <param name="Subject">What it happened to, as the provider names it; null where the message does not say.</param>
/// <param name="At">When it happened, or null.</param>
/// <param name="Version">
/// Orders the events of one subject: of two the higher is newer. A sequence number where the provider has one, else ticks of the time; null: the
/// order isn't known.
/// </param>
public sealed record WebhookEvent(string Id, string Type, string? Subject, DateTimeOffset? At, long? Version);
