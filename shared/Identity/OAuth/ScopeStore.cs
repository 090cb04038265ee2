using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenIddict.Abstractions;

namespace IntegrationFunctions.Identity.OAuth;

/// <summary>A scope as OpenIddict asks for it. Scopes are code (<see cref="Scopes"/>): they can be looked up, and not changed.</summary>
internal sealed record ListedScope(string Name);

internal sealed class ScopeStore : IOpenIddictScopeStore<ListedScope>
{
    private static readonly ListedScope[] All =
    [
        .. Scopes.All.Order(StringComparer.Ordinal).Select(name => new ListedScope(name)),
    ];

    public ValueTask<long> CountAsync(CancellationToken cancellationToken) => new(All.LongLength);

    public ValueTask<long> CountAsync<TResult>(
        Func<IQueryable<ListedScope>, IQueryable<TResult>> query,
        CancellationToken cancellationToken
    ) => new(query(All.AsQueryable()).LongCount());

    public ValueTask<ListedScope?> FindByIdAsync(string identifier, CancellationToken cancellationToken) =>
        FindByNameAsync(identifier, cancellationToken);

    public ValueTask<ListedScope?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        new(System.Array.Find(All, scope => scope.Name == name));

    public IAsyncEnumerable<ListedScope> FindByNamesAsync(
        ImmutableArray<string> names,
        CancellationToken cancellationToken
    ) => Each(All.Where(scope => names.Contains(scope.Name)), cancellationToken);

    // Tokens are for this API alone, whatever their scopes.
    public IAsyncEnumerable<ListedScope> FindByResourceAsync(string resource, CancellationToken cancellationToken) =>
        Each<ListedScope>([], cancellationToken);

    public ValueTask<TResult?> GetAsync<TState, TResult>(
        Func<IQueryable<ListedScope>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => new(query(All.AsQueryable(), state).FirstOrDefault());

    public ValueTask<string?> GetDescriptionAsync(ListedScope scope, CancellationToken cancellationToken) =>
        new((string?)null);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDescriptionsAsync(
        ListedScope scope,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<string?> GetDisplayNameAsync(ListedScope scope, CancellationToken cancellationToken) =>
        new(scope.Name);

    public ValueTask<ImmutableDictionary<CultureInfo, string>> GetDisplayNamesAsync(
        ListedScope scope,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<CultureInfo, string>.Empty);

    public ValueTask<string?> GetIdAsync(ListedScope scope, CancellationToken cancellationToken) => new(scope.Name);

    public ValueTask<string?> GetNameAsync(ListedScope scope, CancellationToken cancellationToken) => new(scope.Name);

    public ValueTask<ImmutableDictionary<string, JsonElement>> GetPropertiesAsync(
        ListedScope scope,
        CancellationToken cancellationToken
    ) => new(ImmutableDictionary<string, JsonElement>.Empty);

    public ValueTask<ImmutableArray<string>> GetResourcesAsync(
        ListedScope scope,
        CancellationToken cancellationToken
    ) => new([]);

    public IAsyncEnumerable<ListedScope> ListAsync(int? count, int? offset, CancellationToken cancellationToken) =>
        Each(All.Skip(offset ?? 0).Take(count ?? int.MaxValue), cancellationToken);

    public IAsyncEnumerable<TResult> ListAsync<TState, TResult>(
        Func<IQueryable<ListedScope>, TState, IQueryable<TResult>> query,
        TState state,
        CancellationToken cancellationToken
    ) => Each(query(All.AsQueryable(), state), cancellationToken);

    public ValueTask CreateAsync(ListedScope scope, CancellationToken cancellationToken) => throw Fixed();

    public ValueTask UpdateAsync(ListedScope scope, CancellationToken cancellationToken) => throw Fixed();

    public ValueTask DeleteAsync(ListedScope scope, CancellationToken cancellationToken) => throw Fixed();

    public ValueTask<ListedScope> InstantiateAsync(CancellationToken cancellationToken) => throw Fixed();

    public ValueTask SetDescriptionAsync(ListedScope scope, string? description, CancellationToken cancellationToken) =>
        throw Fixed();

    public ValueTask SetDescriptionsAsync(
        ListedScope scope,
        ImmutableDictionary<CultureInfo, string> descriptions,
        CancellationToken cancellationToken
    ) => throw Fixed();

    public ValueTask SetDisplayNameAsync(ListedScope scope, string? name, CancellationToken cancellationToken) =>
        throw Fixed();

    public ValueTask SetDisplayNamesAsync(
        ListedScope scope,
        ImmutableDictionary<CultureInfo, string> names,
        CancellationToken cancellationToken
    ) => throw Fixed();

    public ValueTask SetNameAsync(ListedScope scope, string? name, CancellationToken cancellationToken) =>
        throw Fixed();

    public ValueTask SetPropertiesAsync(
        ListedScope scope,
        ImmutableDictionary<string, JsonElement> properties,
        CancellationToken cancellationToken
    ) => throw Fixed();

    public ValueTask SetResourcesAsync(
        ListedScope scope,
        ImmutableArray<string> resources,
        CancellationToken cancellationToken
    ) => throw Fixed();

    private static async IAsyncEnumerable<T> Each<T>(
        IEnumerable<T> items,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await Task.CompletedTask.ConfigureAwait(false);
        foreach (var item in items)
        {
            ct.ThrowIfCancellationRequested();
            yield return item;
        }
    }

    private static NotSupportedException Fixed() => new("Scopes are listed in code.");
}
