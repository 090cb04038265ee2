using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Functions.Http.Guards.Idempotency;

/// <summary>A key that this call holds: kept while the call lasts, and then with its answer or not at all.</summary>
internal sealed class Claim(
    IDocumentStore store,
    DocumentPath path,
    KeptCall call,
    string etag,
    DateTimeOffset ends,
    TimeProvider clock
)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private string _etag = etag;

    /// <summary>Renews the lock until it is told to stop.</summary>
    public async Task Keep(CancellationToken done)
    {
        try
        {
            while (true)
            {
                await Task.Delay(KeptCalls.Lock / 3, clock, done);
                await Write(call with { LockedUntil = clock.GetUtcNow() + KeptCalls.Lock }, done);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested) { }
    }

    /// <summary>Keeps the answer for whoever sends the call again.</summary>
    public Task Finish(int status, IReadOnlyDictionary<string, string> headers, ReadOnlyMemory<byte> body) =>
        Write(
            call with
            {
                LockedUntil = null,
                Status = status,
                Headers = headers,
                Body = Convert.ToBase64String(body.Span),
            },
            CancellationToken.None
        );

    /// <summary>Lets go of the key: the call may be sent again at once.</summary>
    public async Task Release()
    {
        await _turn.WaitAsync(CancellationToken.None);
        try
        {
            await store.Delete(path, _etag, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task Write(KeptCall kept, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var batch = new DocumentBatch(path.Collection);
            var result = await store.Commit(
                batch.Set(path.Id, kept, KeptCallJson.Default.KeptCall, _etag, ends),
                CancellationToken.None
            );
            // Where the lock ran out and somebody else took over, theirs is the answer that counts.
            _etag = result.ETags is [{ } written] ? written : _etag;
        }
        finally
        {
            _turn.Release();
        }
    }
}
