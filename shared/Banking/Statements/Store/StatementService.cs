using System.Runtime.CompilerServices;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Blobs;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Statements.Store;

/// <summary>Takes statement files in and hands stored statements out.</summary>
public sealed class StatementService(
    IDocumentStores stores,
    IBlobStores blobs,
    IStatementReader reader,
    TimeProvider clock
)
{
    /// <summary>Largest file that is taken, in bytes.</summary>
    public const long MaxFileBytes = 512L * 1024 * 1024;

    /// <summary>
    /// Stores the statements of a file. The same file again changes nothing and answers what the first import stored. Errors are those of
    /// <see cref="IStatementReader.Read"/> and <c>empty-file</c>, <c>too-large</c>, <c>no-statement</c> (all Validation).
    /// </summary>
    public async Task<Result<StatementImport>> Import(string tenantId, Stream file, CancellationToken ct = default)
    {
        var spooling = await SpooledFile.From(file, MaxFileBytes, ct).ConfigureAwait(false);
        if (!spooling.TryGet(out var spooled, out var refused))
        {
            return refused;
        }
        await using var _ = spooled.ConfigureAwait(false);
        if (!reader.Read(spooled.Content).TryGet(out var content, out var illegible))
        {
            return illegible;
        }
        if (content.Statements.Count == 0)
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "no-statement",
                $"The file ({content.Format}) holds no statement. Check that the bank exported the right period and account."
            );
        }
        await StatementFiles
            .Keep(blobs.ForTenant(tenantId), spooled.Sha256, spooled.Content, content.Format, ct)
            .ConfigureAwait(false);
        var store = stores.ForTenant(tenantId);
        var imported = new List<ImportedStatement>(content.Statements.Count);
        var repeats = new Dictionary<(string, string), int>();
        foreach (var statement in content.Statements)
        {
            // A file that gives the same id twice means two statements all the same: the second is told apart by its number.
            var key = (statement.Account.Id, statement.Id);
            var nth = repeats[key] = repeats.GetValueOrDefault(key) + 1;
            var id = Identifiers.From(
                "stm",
                [
                    tenantId,
                    statement.Account.Id,
                    statement.Id,
                    spooled.Sha256,
                    .. nth > 1 ? [$"{nth}"] : Array.Empty<string>(),
                ]
            );
            imported.Add(await Store(store, id, spooled.Sha256, content, statement, ct).ConfigureAwait(false));
        }
        return new StatementImport(content.Format, content.MessageId, imported);
    }

    /// <summary>A stored statement, or null.</summary>
    public async Task<StatementHeader?> Get(string tenantId, string statementId, CancellationToken ct = default) =>
        IdRules.IsId(statementId)
        && await stores.ForTenant(tenantId).Get(StatementPaths.Statement(statementId), ct).ConfigureAwait(false)
            is { } document
            ? document.As(StoredStatementJson.Default.StatementHeader)
            : null;

    /// <summary>The file that a stored statement came in, as the bank sent it, or null; to be disposed of.</summary>
    public async Task<StatementOriginal?> Original(
        string tenantId,
        string statementId,
        CancellationToken ct = default
    ) =>
        await Get(tenantId, statementId, ct).ConfigureAwait(false) is { } statement
            ? await StatementFiles.Find(blobs.ForTenant(tenantId), statement.FileSha256, ct).ConfigureAwait(false)
            : null;

    /// <summary>Stored statements, last imported first.</summary>
    /// <exception cref="ArgumentException">The cursor is none of this list's, or <paramref name="limit"/> is not 1 to 1,000.</exception>
    public async Task<StoredPage<StatementHeader>> List(
        string tenantId,
        int limit,
        string? cursor,
        DocumentOrder? order = null,
        CancellationToken ct = default
    )
    {
        order ??= new("importedAt", Descending: true);
        var query = new DocumentQuery(StatementPaths.Statements)
            .OrderBy(order.Field, order.Descending)
            .Limit(limit)
            .StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(StoredStatementJson.Default.StatementHeader))], page.Next);
    }

    /// <summary>A page of the lines of a stored statement, in the order of the file.</summary>
    /// <exception cref="ArgumentException">The cursor is none of this list's, or <paramref name="limit"/> is not 1 to 1,000.</exception>
    public async Task<StoredPage<StatementLine>> ListLines(
        string tenantId,
        string statementId,
        int limit,
        string? cursor,
        CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(StatementPaths.Lines(statementId)).Limit(limit).StartAfter(cursor);
        var page = await stores.ForTenant(tenantId).Query(query, ct).ConfigureAwait(false);
        return new([.. page.Documents.Select(d => d.As(StoredStatementJson.Default.StatementLine))], page.Next);
    }

    /// <summary>All lines of a stored statement, in the order of the file.</summary>
    public async IAsyncEnumerable<StatementLine> AllLines(
        string tenantId,
        string statementId,
        [EnumeratorCancellation] CancellationToken ct = default
    )
    {
        var query = new DocumentQuery(StatementPaths.Lines(statementId)).Limit(1000);
        await foreach (
            var document in stores.ForTenant(tenantId).QueryAll(query, ct).WithCancellation(ct).ConfigureAwait(false)
        )
        {
            yield return document.As(StoredStatementJson.Default.StatementLine);
        }
    }

    private async Task<ImportedStatement> Store(
        IDocumentStore store,
        string id,
        string sha256,
        StatementFile file,
        BankStatement statement,
        CancellationToken ct
    )
    {
        var path = StatementPaths.Statement(id);
        if (await store.Get(path, ct).ConfigureAwait(false) is { } stored)
        {
            return new(stored.As(StoredStatementJson.Default.StatementHeader), AlreadyThere: true);
        }
        var lines = StatementLines.Of(id, statement).ToList();
        foreach (var batch in LineBatches.Of(StatementPaths.Lines(id), lines))
        {
            (await store.Commit(batch, ct).ConfigureAwait(false)).EnsureCommitted();
        }
        // The header comes last: nobody looks for lines before it is there.
        var header = Header(id, sha256, file, statement, lines);
        var result = await store
            .Create(path, header, StoredStatementJson.Default.StatementHeader, ct)
            .ConfigureAwait(false);
        if (result.Conflict is null)
        {
            return new(header, AlreadyThere: false);
        }
        var other = await store.Get(path, ct).ConfigureAwait(false);
        return new(other?.As(StoredStatementJson.Default.StatementHeader) ?? header, AlreadyThere: true);
    }

    private StatementHeader Header(
        string id,
        string sha256,
        StatementFile file,
        BankStatement statement,
        List<StatementLine> lines
    ) =>
        new(
            id,
            file.Format,
            sha256,
            file.MessageId,
            statement.Id,
            statement.SequenceNumber,
            statement.CreatedAt,
            statement.From,
            statement.To,
            statement.Account,
            statement.Opening,
            statement.Closing,
            [.. statement.Balances.Take(100)],
            statement.Entries.Count,
            lines.Count,
            StatementFigures.Sum(lines),
            StatementFigures.Check(statement),
            [.. file.Deviations.Take(StatementHeader.MaxDeviations).Select(Shorten)],
            file.Deviations.Count,
            clock.GetUtcNow()
        );

    private static Deviation Shorten(Deviation deviation) =>
        deviation.Message.Length > 1000 ? deviation with { Message = deviation.Message[..1000] } : deviation;
}
