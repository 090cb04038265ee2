namespace IntegrationFunctions.Identity.Audit;

/// <summary>What was done, by whom and from where: a chain for each tenant that is only ever added to. There is no way to change or remove.</summary>
public interface IAuditLog
{
    /// <summary>Writes an event down, durably and in the order of the calls; one whose id is there already is not written again.</summary>
    /// <returns>False where it was there already.</returns>
    Task<bool> Append(string tenantId, AuditEvent happened, CancellationToken ct = default);

    /// <summary>A page of the log, newest first.</summary>
    /// <exception cref="ArgumentException">The cursor was not made by this list.</exception>
    Task<AuditPage> List(
        string tenantId,
        AuditFilter filter,
        int limit,
        string? cursor,
        CancellationToken ct = default
    );

    /// <summary>All that matches, oldest first.</summary>
    IAsyncEnumerable<AuditEntry> Read(string tenantId, AuditFilter filter, CancellationToken ct = default);

    /// <summary>Keeps the signed ends of the chains that this process has added to in another store, so that cutting them off is found.</summary>
    Task Anchor(CancellationToken ct = default);
}

/// <summary>What to show of a log; null: all.</summary>
/// <param name="ActorId">What this one did.</param>
/// <param name="SubjectId">What was done to this.</param>
/// <param name="Action">Of this action; one that ends with <c>.</c> stands for all that begin so.</param>
/// <param name="From">Not before.</param>
/// <param name="To">Before.</param>
public sealed record AuditFilter(
    string? ActorId = null,
    string? SubjectId = null,
    string? Action = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
)
{
    internal bool Matches(AuditEntry entry) =>
        (ActorId is null || entry.ActorId == ActorId)
        && (SubjectId is null || entry.SubjectId == SubjectId)
        && (
            Action is null
            || entry.Action == Action
            || (Action.EndsWith('.') && entry.Action.StartsWith(Action, StringComparison.Ordinal))
        );
}

/// <summary>A page; <paramref name="Next"/> is null on the last one.</summary>
public sealed record AuditPage(IReadOnlyList<AuditEntry> Entries, string? Next);
