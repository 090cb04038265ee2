using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Http.Budgets;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors;

/// <summary>
/// A connector to one kind of foreign system. It owns no loop, no state and no retries: the engine does. Each verb has its own file in the
/// connector's folder. What it doesn't declare in <see cref="Descriptor"/> answers <see cref="ErrorKind.NotSupported"/>.
/// </summary>
public interface IConnector
{
    /// <summary>What it is and can do.</summary>
    ConnectorDescriptor Descriptor { get; }

    /// <summary>
    /// How many requests the system behind these settings takes, where that is known; all workers share it. Null: not limited by us.
    /// </summary>
    RateBudget? Budget(JsonObject settings) => null;

    /// <summary>Checks address, sign-in and permissions against the real system, changing nothing there.</summary>
    Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct);

    /// <summary>
    /// Reads the next page of an object. <paramref name="state"/> is null for the first page of a full pass, later the
    /// <see cref="SourcePage.State"/> of the page before. The page may be larger or smaller than <paramref name="pageSize"/>.
    /// </summary>
    Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    );

    /// <summary>How many records of an object the source says it has, by its own count.</summary>
    Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct);

    /// <summary>Changes fields of one record at the source, over the version that <see cref="RecordWrite.ETag"/> names.</summary>
    Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct);

    /// <summary>
    /// Posts a document (a payment's journal entry) at the source, once: it looks for <see cref="DocumentPosting.Reference"/> before it
    /// writes, so that a repeat answers with the document of its first attempt.
    /// </summary>
    Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct);
}

/// <summary>What a connector is and can do; catalogue, forms and docs are drawn from it.</summary>
/// <param name="Name">Kebab-case, stable: <c>sap-s4hana</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="SettingsSchema">JSON Schema (draft 2020-12) of the settings; a property with <c>"writeOnly": true</c> is a secret.</param>
/// <param name="Objects">What can be read or written.</param>
public sealed record ConnectorDescriptor(
    string Name,
    string Title,
    JsonObject SettingsSchema,
    IReadOnlyList<ObjectDescriptor> Objects
);

/// <summary>One kind of record.</summary>
/// <param name="Name">camelCase, stable: <c>businessPartners</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Capabilities">What is offered for it.</param>
/// <param name="Mapping">How its records become canonical where a tenant has no mapping of its own; null: they are kept as they came.</param>
public sealed record ObjectDescriptor(
    string Name,
    string Title,
    ConnectorCapabilities Capabilities,
    MappingDefinition? Mapping = null
);

/// <summary>What a connector offers for an object.</summary>
[Flags]
public enum ConnectorCapabilities
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Full passes.</summary>
    Read = 1,

    /// <summary>Changing single records.</summary>
    Update = 2,

    /// <summary>Posting documents.</summary>
    Post = 4,
}

/// <summary>What a verb gets to work with.</summary>
/// <param name="TenantId">Whose integration it is.</param>
/// <param name="IntegrationId">Which one.</param>
/// <param name="Settings">Settings that fit the schema, secrets included. Never logged.</param>
/// <param name="Http">A client that passes the egress policy; the connector disposes nothing.</param>
/// <param name="CorrelationId">Sent along where the system has a header for it.</param>
public sealed record ConnectorContext(
    string TenantId,
    string IntegrationId,
    JsonObject Settings,
    HttpClient Http,
    string CorrelationId
)
{
    /// <summary>Without the settings.</summary>
    public override string ToString() => $"integration {IntegrationId} of tenant {TenantId}";
}

/// <summary>A good answer to <see cref="IConnector.Verify"/>.</summary>
/// <param name="System">What answered, as it names itself.</param>
/// <param name="Checks">What was checked, in words.</param>
public sealed record ConnectionReport(string System, IReadOnlyList<string> Checks);

/// <summary>One page of an object.</summary>
/// <param name="Records">The records.</param>
/// <param name="State">Opaque; give it back for the next page.</param>
/// <param name="HasMore">False on the last page.</param>
public sealed record SourcePage(IReadOnlyList<SourceRecord> Records, string? State, bool HasMore);

/// <summary>One record as the source gave it; what the platform makes of it, its mapping says.</summary>
/// <param name="Key">
/// Its key at the source, stable and fit for a document id: 1 to 255 characters, none of them <c>/ \ ? #</c> or a control character, and not
/// <c>~:</c> at the beginning. A record with another key is not stored, and the proof says so.
/// </param>
/// <param name="Raw">The record as it came, less transport noise (links, deferred navigation), digits unharmed.</param>
/// <param name="ETag">The source's version mark, where it has one.</param>
/// <param name="Money">The amount that the completeness proof sums up, where the object has one; taken from the raw record, so that no mapping touches it.</param>
public sealed record SourceRecord(string Key, JsonObject Raw, string? ETag, RecordMoney? Money);

/// <summary>An amount with its currency (ISO 4217).</summary>
public sealed record RecordMoney(decimal Amount, string Currency);

/// <summary>A change of one record at the source.</summary>
/// <param name="ObjectName">The object.</param>
/// <param name="Key">The record's key.</param>
/// <param name="Fields">Canonical fields with their new values.</param>
/// <param name="ETag">The version that was read; another one at the source is a conflict.</param>
public sealed record RecordWrite(string ObjectName, string Key, JsonObject Fields, string ETag);

/// <summary>The record was changed.</summary>
public sealed record WriteOutcome(string Key, string? ETag);

/// <summary>A payment as the ledger sees it: each line clears a supplier's open item against the bank account.</summary>
/// <param name="Reference">Ours; unique in the target, at most 16 characters, and the key by which a repeat is found.</param>
/// <param name="CompanyCode">The legal entity in the ERP.</param>
/// <param name="PostingDate">Date of the posting.</param>
/// <param name="BankAccount">G/L account of the bank.</param>
/// <param name="Currency">ISO 4217.</param>
/// <param name="Lines">One for each open item paid.</param>
public sealed record DocumentPosting(
    string Reference,
    string CompanyCode,
    DateOnly PostingDate,
    string BankAccount,
    string Currency,
    IReadOnlyList<PostingLine> Lines
);

/// <summary>One open item that is cleared.</summary>
/// <param name="OpenItemKey">Its key at the source.</param>
/// <param name="Supplier">The creditor's number at the source.</param>
/// <param name="Amount">Positive.</param>
/// <param name="Text">At most 50 characters.</param>
public sealed record PostingLine(string OpenItemKey, string Supplier, decimal Amount, string Text);

/// <summary>The document at the target. <paramref name="AlreadyThere"/> tells that an earlier attempt had made it.</summary>
public sealed record PostedDocument(string DocumentId, bool AlreadyThere);
