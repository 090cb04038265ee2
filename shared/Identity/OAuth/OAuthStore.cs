using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Platform;
using IntegrationFunctions.Platform.Documents;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Identity.OAuth;

/// <summary>What the stores of the OAuth server have in common: each thing is a document of the platform's own tenant.</summary>
internal abstract class OAuthStore<T>(
    IDocumentStores stores,
    string group,
    string prefix,
    JsonTypeInfo<T> type,
    TimeProvider clock
)
    where T : OAuthEntity, new()
{
    protected IDocumentStore Store { get; } = stores.ForTenant(Tenant.System);

    public async ValueTask<long> CountAsync(CancellationToken cancellationToken) =>
        await Store.Count(new DocumentQuery(group), cancellationToken).ConfigureAwait(false);

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<T>, IQueryable<TResult>> query,
        CancellationToken cancellationToken
    ) => throw NoLinq();

    public virtual async ValueTask CreateAsync(T entity, CancellationToken cancellationToken)
    {
        entity.Id = entity.Id.Length > 0 ? entity.Id : Identifiers.New(prefix, clock);
        var batch = new DocumentBatch(Path(entity.Id).Collection).Create(entity.Id, entity, type, entity.ForgottenAt);
        var result = await Store.Commit(batch, cancellationToken).ConfigureAwait(false);
        result.EnsureCommitted();
        entity.ETag = result.ETags[0];
    }

    public async ValueTask UpdateAsync(T entity, CancellationToken cancellationToken)
    {
        var batch = new DocumentBatch(Path(entity.Id).Collection).Set(
            entity.Id,
            entity,
            type,
            entity.ETag,
            entity.ForgottenAt
        );
        var result = await Store.Commit(batch, cancellationToken).ConfigureAwait(false);
        if (result.Conflict is not null)
        {
            throw new OpenIddictExceptions.ConcurrencyException("It was changed meanwhile.");
        }
        entity.ETag = result.ETags[0];
    }

    public async ValueTask DeleteAsync(T entity, CancellationToken cancellationToken)
    {
        var result = await Store.Delete(Path(entity.Id), entity.ETag, cancellationToken).ConfigureAwait(false);
        if (result.Conflict is not null)
        {
            throw new OpenIddictExceptions.ConcurrencyException("It was changed meanwhile.");
        }
    }

    public async ValueTask<T?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        IdRules.IsId(identifier)
        && await Store.Get(Path(identifier), cancellationToken).ConfigureAwait(false) is { } document
            ? Read(document)
            : null;

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<T>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => throw NoLinq();

    public ValueTask<string?> GetIdAsync(T entity, CancellationToken cancellationToken) =>
        new(entity.Id.Length > 0 ? entity.Id : null);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        T entity,
        CancellationToken cancellationToken
    ) => new(entity.Properties?.ToImmutableDictionary() ?? ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask SetPropertiesAsync(
        T entity,
        ImmutableDictionary<string, JsonElement> properties,
        CancellationToken cancellationToken
    ) => Done(() => entity.Properties = properties is { Count: > 0 } ? properties.ToDictionary() : null);

    public ValueTask<T> InstantiateAsync(CancellationToken cancellationToken) => new(new T());

    public async IAsyncEnumerable<T> ListAsync(
        int? count,
        int? offset,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (left, skip) = (count ?? int.MaxValue, offset ?? 0);
        await foreach (var entity in Query(new DocumentQuery(group), cancellationToken).ConfigureAwait(false))
        {
            if (skip-- > 0)
            {
                continue;
            }
            if (left-- <= 0)
            {
                yield break;
            }
            yield return entity;
        }
    }

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<T>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => throw NoLinq();

    /// <summary>Those whose field has the value; the group has an index on each field that is asked for.</summary>
    protected IAsyncEnumerable<T> By(string field, string value, CancellationToken ct) =>
        Query(new DocumentQuery(group).Where(field, value), ct);

    protected async Task<T?> OneBy(string field, string value, CancellationToken ct)
    {
        await foreach (var entity in By(field, value, ct).ConfigureAwait(false))
        {
            return entity;
        }
        return null;
    }

    /// <summary>Changes all that are handed in, each as often as somebody else comes between.</summary>
    protected async ValueTask<long> Change(
        IAsyncEnumerable<T> entities,
        Func<T, bool> change,
        CancellationToken cancellationToken
    )
    {
        var changed = 0L;
        await foreach (var found in entities.ConfigureAwait(false))
        {
            for (var entity = found; entity is not null && change(entity); )
            {
                try
                {
                    await UpdateAsync(entity, cancellationToken).ConfigureAwait(false);
                    changed++;
                    break;
                }
                catch (OpenIddictExceptions.ConcurrencyException)
                {
                    entity = await FindByIdAsync(entity.Id, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        return changed;
    }

    protected static ValueTask Done(Action set)
    {
        set();
        return default;
    }

    protected static ImmutableArray<string> Array(List<string>? values) => values is null ? [] : [.. values];

    protected static List<string>? List(ImmutableArray<string> values) => values.IsDefaultOrEmpty ? null : [.. values];

    private async IAsyncEnumerable<T> Query(DocumentQuery query, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var document in Store.QueryAll(query, ct).ConfigureAwait(false))
        {
            yield return Read(document);
        }
    }

    private T Read(Document document)
    {
        var entity = document.As(type);
        entity.ETag = document.ETag;
        return entity;
    }

    private DocumentPath Path(string id) => new($"{group}/{id}");

    private static NotSupportedException NoLinq() =>
        new("Documents are asked by declared indexes and not by LINQ. Use the methods that say what they look for.");
}
