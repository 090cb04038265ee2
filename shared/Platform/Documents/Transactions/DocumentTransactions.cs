namespace IntegrationFunctions.Platform.Documents.Transactions;

/// <summary>Reads and writes that happen as if nobody else was there, on any store.</summary>
public static class DocumentTransactions
{
    /// <summary>
    /// Runs <paramref name="work"/>, and commits what it has written if all documents that it read are still as they were; else it is run again,
    /// so it must have no effect but by the transaction. Where it wrote nothing, nothing is committed.
    /// </summary>
    /// <param name="store">Where.</param>
    /// <param name="collection">One transaction is about one collection.</param>
    /// <param name="work">Reads and writes.</param>
    /// <param name="options">Null: five attempts.</param>
    /// <param name="ct">Ends it between the steps; what is committed stays.</param>
    /// <exception cref="DocumentContentionException">Others were quicker at every attempt.</exception>
    /// <exception cref="ArgumentException">More than <see cref="DocumentBatch.MaxOperations"/> documents were read and written.</exception>
    public static async Task<T> Transact<T>(
        this IDocumentStore store,
        CollectionPath collection,
        Func<DocumentTransaction, CancellationToken, Task<T>> work,
        TransactionOptions? options = null,
        CancellationToken ct = default
    )
    {
        options ??= new();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Attempts, 1);
        for (var attempt = 1; ; attempt++)
        {
            var transaction = new DocumentTransaction(store, collection, options.Clock);
            var result = await work(transaction, ct).ConfigureAwait(false);
            if (await transaction.Commit(ct).ConfigureAwait(false) is not { } conflict)
            {
                return result;
            }
            if (attempt == options.Attempts)
            {
                throw new DocumentContentionException(collection, conflict, attempt);
            }
            await Task.Delay(Jittered(options.Delay, attempt), options.Clock, ct).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="Transact{T}"/>
    public static Task Transact(
        this IDocumentStore store,
        CollectionPath collection,
        Func<DocumentTransaction, CancellationToken, Task> work,
        TransactionOptions? options = null,
        CancellationToken ct = default
    ) =>
        store.Transact(
            collection,
            async (transaction, token) =>
            {
                await work(transaction, token).ConfigureAwait(false);
                return true;
            },
            options,
            ct
        );

    // Those who met once must not meet again: each waits for another time, and never for more than a thousand delays.
    private static TimeSpan Jittered(TimeSpan delay, int attempt) =>
        delay * (1 << Math.Min(attempt - 1, 10)) * (0.5 + (Random.Shared.NextDouble() / 2));
}
