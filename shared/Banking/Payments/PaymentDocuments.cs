using System.Text.Json;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Messages;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>A payment with the etag it was read at.</summary>
public sealed record StoredPayment(Payment Payment, string ETag);

/// <summary>A page of payments; <paramref name="Next"/> is null on the last one.</summary>
public sealed record PaymentPage(IReadOnlyList<StoredPayment> Payments, string? Next);

/// <summary>Reads and writes the documents of payments.</summary>
public sealed class PaymentDocuments(IDocumentStores stores)
{
    private const int MaxAttempts = 32;
    private static readonly CollectionPath Collection = "payments";

    /// <summary>The payment, or null.</summary>
    public async Task<StoredPayment?> Get(string tenantId, string paymentId, CancellationToken ct = default)
    {
        if (!IsId(paymentId))
        {
            return null;
        }
        var document = await stores.ForTenant(tenantId).Get(Collection.Document(paymentId), ct).ConfigureAwait(false);
        return document is null ? null : Read(document);
    }

    /// <summary>Payments; <paramref name="status"/> null: all, <paramref name="order"/> null: newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is none of this list, or the page size is out of 1 to 1,000.</exception>
    public async Task<PaymentPage> List(
        string tenantId,
        PaymentStage? status,
        int pageSize,
        string? cursor,
        DocumentOrder? order = null,
        CancellationToken ct = default
    )
    {
        order ??= new("enteredAt", Descending: true);
        var query = new DocumentQuery(Collection)
            .OrderBy(order.Field, order.Descending)
            .Limit(pageSize)
            .StartAfter(cursor);
        if (status is { } wanted)
        {
            query = query.Where("status", JsonNamingPolicy.CamelCase.ConvertName(wanted.ToString()));
        }
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(Read)], page.Next);
    }

    /// <summary>Writes a new payment and its message in one batch. False where the id is taken.</summary>
    internal async Task<bool> Create(string tenantId, Payment payment, bool tell, CancellationToken ct)
    {
        var batch = new DocumentBatch(Collection).Create(payment.Id, payment, PaymentJson.Default.Payment);
        if (tell)
        {
            batch.Send(Changed(tenantId, payment));
        }
        return (await stores.ForTenant(tenantId).Commit(batch, ct).ConfigureAwait(false)).Conflict is null;
    }

    /// <summary>
    /// Changes a payment over the version that <paramref name="change"/> saw; where another write came between, it is asked again. Returning
    /// the same instance means: nothing to do. With <paramref name="tell"/> the workflow's message leaves in the same batch.
    /// </summary>
    public async Task<Result<StoredPayment>> Change(
        string tenantId,
        string paymentId,
        Func<StoredPayment, Result<Payment>> change,
        bool tell,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            if (await Get(tenantId, paymentId, ct).ConfigureAwait(false) is not { } current)
            {
                return PaymentErrors.NotFound(paymentId);
            }
            if (!change(current).TryGet(out var next, out var error))
            {
                return error;
            }
            if (ReferenceEquals(next, current.Payment))
            {
                return current;
            }
            next = next with { Version = current.Payment.Version + 1 };
            var batch = new DocumentBatch(Collection).Set(
                paymentId,
                next,
                PaymentJson.Default.Payment,
                ifMatch: current.ETag
            );
            if (tell)
            {
                batch.Send(Changed(tenantId, next));
            }
            var result = await store.Commit(batch, ct).ConfigureAwait(false);
            if (result.Conflict is null)
            {
                return new StoredPayment(next, result.ETags[0]!);
            }
        }
        return PaymentErrors.Busy(paymentId);
    }

    /// <summary>The message that says a content, or null where none was written.</summary>
    public async Task<StoredPaymentMessage?> GetMessage(
        string tenantId,
        string paymentId,
        string contentHash,
        CancellationToken ct = default
    )
    {
        var path = Collection.Document(paymentId).Sub("messages").Document(contentHash);
        var document = await stores.ForTenant(tenantId).Get(path, ct).ConfigureAwait(false);
        return document?.As(PaymentJson.Default.StoredPaymentMessage);
    }

    /// <summary>Stores a message unless one of that content is there; answers with the stored one, which alone may be sent.</summary>
    public async Task<StoredPaymentMessage> KeepMessage(
        string tenantId,
        string paymentId,
        StoredPaymentMessage message,
        CancellationToken ct = default
    )
    {
        var path = Collection.Document(paymentId).Sub("messages").Document(message.ContentHash);
        var result = await stores
            .ForTenant(tenantId)
            .Create(path, message, PaymentJson.Default.StoredPaymentMessage, ct)
            .ConfigureAwait(false);
        return result.Conflict is null
            ? message
            : (await GetMessage(tenantId, paymentId, message.ContentHash, ct).ConfigureAwait(false))!;
    }

    // Ids reach this class from addresses; what could not be an id must not reach the rules of paths.
    private static bool IsId(string id) =>
        id.Length is > 4 and <= 64
        && id.StartsWith("pay_", StringComparison.Ordinal)
        && id.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');

    private static StoredPayment Read(Document document) =>
        new(document.As(PaymentJson.Default.Payment), document.ETag);

    private static OutgoingMessage Changed(string tenantId, Payment payment) =>
        new(
            PaymentChanged.Queue,
            $"{payment.Id}:{payment.Version}",
            tenantId,
            JsonSerializer.SerializeToUtf8Bytes(new(tenantId, payment.Id), PaymentJson.Default.PaymentChanged)
        );
}
