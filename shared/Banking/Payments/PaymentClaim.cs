using System.Text.Json;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>A payment's hold on an invoice: document <c>paymentClaims/{erpIntegrationId}:{invoiceKey}</c>.</summary>
public sealed record PaymentClaim(string PaymentId, string InvoiceKey, DateTimeOffset ClaimedAt);

/// <summary>
/// Makes sure that an invoice is in one living payment at most. A claim is created, never overwritten unseen, and it is worth what its
/// payment is worth: when that is dead, or never held the invoice, the claim may be taken over. A claim whose payment was never written
/// belongs to a proposal at work, or to one that was killed: after <see cref="Patience"/> the payment's id is burnt with a cancelled
/// document, which the slow proposal can no longer create, and only then is the claim free.
/// </summary>
public sealed class PaymentClaims(IDocumentStores stores, PaymentDocuments payments, TimeProvider clock)
{
    /// <summary>How long a proposal may take between its claims and its document.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private const int BatchSize = 50;
    private static readonly CollectionPath Collection = "paymentClaims";

    /// <summary>Claims invoices for a payment. Answers with the keys that another payment holds, each with the holder's id.</summary>
    internal async Task<IReadOnlyDictionary<string, string>> Take(
        string tenantId,
        string paymentId,
        string erpIntegrationId,
        IReadOnlyList<string> invoiceKeys,
        CancellationToken ct
    )
    {
        var store = stores.ForTenant(tenantId);
        var refused = new Dictionary<string, string>();
        foreach (var chunk in invoiceKeys.Chunk(BatchSize))
        {
            var existing = await store
                .GetMany(Collection, [.. chunk.Select(k => IdOf(erpIntegrationId, k))], ct)
                .ConfigureAwait(false);
            string[] free = [.. chunk.Where((_, i) => existing[i] is null)];
            var contested = chunk.Where((_, i) => existing[i] is not null);
            if (!await CreateAll(store, paymentId, erpIntegrationId, free, ct).ConfigureAwait(false))
            {
                contested = chunk;
            }
            foreach (var key in contested)
            {
                if (
                    await TakeOne(store, paymentId, IdOf(erpIntegrationId, key), key, ct).ConfigureAwait(false) is
                    { } holder
                )
                {
                    refused.Add(key, holder);
                }
            }
        }
        return refused;
    }

    /// <summary>Gives claims back. A kill before this costs nothing: a dead payment's claims can be taken over.</summary>
    public async Task Release(
        string tenantId,
        string paymentId,
        string erpIntegrationId,
        IEnumerable<string> invoiceKeys,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        foreach (var chunk in invoiceKeys.Chunk(BatchSize))
        {
            var documents = await store
                .GetMany(Collection, [.. chunk.Select(k => IdOf(erpIntegrationId, k))], ct)
                .ConfigureAwait(false);
            foreach (var document in documents)
            {
                if (document is not null && Read(document).PaymentId == paymentId)
                {
                    // Lost to a take-over in between: then it isn't ours to delete.
                    await store.Delete(document.Path, document.ETag, ct).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<bool> CreateAll(
        IDocumentStore store,
        string paymentId,
        string erpIntegrationId,
        string[] keys,
        CancellationToken ct
    )
    {
        var batch = new DocumentBatch(Collection);
        foreach (var key in keys)
        {
            batch.Create(
                IdOf(erpIntegrationId, key),
                new PaymentClaim(paymentId, key, clock.GetUtcNow()),
                PaymentJson.Default.PaymentClaim
            );
        }
        return (await store.Commit(batch, ct).ConfigureAwait(false)).Conflict is null;
    }

    /// <summary>Null where the claim is ours now, else the holder's payment id.</summary>
    private async Task<string?> TakeOne(
        IDocumentStore store,
        string paymentId,
        string claimId,
        string invoiceKey,
        CancellationToken ct
    )
    {
        var path = Collection.Document(claimId);
        while (true)
        {
            var ours = new PaymentClaim(paymentId, invoiceKey, clock.GetUtcNow());
            var document = await store.Get(path, ct).ConfigureAwait(false);
            if (document is null)
            {
                var created = await store
                    .Create(path, ours, PaymentJson.Default.PaymentClaim, ct)
                    .ConfigureAwait(false);
                if (created.Conflict is null)
                {
                    return null;
                }
                continue;
            }
            var claim = Read(document);
            if (claim.PaymentId == paymentId)
            {
                return null;
            }
            if (await IsWorth(store.TenantId, claim, ct).ConfigureAwait(false))
            {
                return claim.PaymentId;
            }
            var taken = await store
                .Set(path, ours, PaymentJson.Default.PaymentClaim, document.ETag, ct)
                .ConfigureAwait(false);
            if (taken.Conflict is null)
            {
                return null;
            }
        }
    }

    private async Task<bool> IsWorth(string tenantId, PaymentClaim claim, CancellationToken ct)
    {
        while (true)
        {
            if (await payments.Get(tenantId, claim.PaymentId, ct).ConfigureAwait(false) is { } holder)
            {
                return PaymentRules.Holds(holder.Payment, claim.InvoiceKey);
            }
            if (claim.ClaimedAt + Patience > clock.GetUtcNow())
            {
                return true;
            }
            if (await payments.Create(tenantId, Burnt(claim.PaymentId), tell: false, ct).ConfigureAwait(false))
            {
                return false;
            }
        }
    }

    private Payment Burnt(string paymentId)
    {
        var now = clock.GetUtcNow();
        return PaymentContent.Seal(
            new Payment
            {
                Id = paymentId,
                Status = PaymentStage.Cancelled,
                ErpIntegrationId = "",
                BankIntegrationId = "",
                CompanyCode = "",
                LedgerAccount = "",
                Debtor = new("", "", null),
                ExecutionDate = DateOnly.FromDateTime(now.UtcDateTime),
                Currency = ProposePayment.Currency,
                Lines = [],
                EnteredBy = "",
                EnteredAt = now,
                MessageId = PaymentIdentifiers.Message(paymentId),
                Reference = PaymentIdentifiers.Reference(paymentId),
                RequestHash = "",
                History = [new(now, "proposal given up before it was written", "workflow")],
            }
        );
    }

    private static PaymentClaim Read(Document document) =>
        JsonSerializer.Deserialize(document.Content.Span, PaymentJson.Default.PaymentClaim)!;

    private static string IdOf(string erpIntegrationId, string invoiceKey) =>
        erpIntegrationId.Length + invoiceKey.Length < 250
            ? $"{erpIntegrationId}:{invoiceKey}"
            : $"{erpIntegrationId}:{Identifiers.From("key", invoiceKey)}";
}
