using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;

namespace IntegrationFunctions.Platform.Events;

/// <summary>
/// Stands before a store and sends what changes in groups that publish (<see cref="DocumentGroup.PublishedAs"/>) along with the batch that
/// changes it, so that a change is told if and only if it was made. Nobody who writes has to think of it.
/// </summary>
/// <param name="inner">The store, already opening what is sealed.</param>
/// <param name="catalogue">Says which groups publish, and what in them is sensitive.</param>
/// <param name="clock">The time of a change.</param>
public sealed class PublishingDocumentStores(IDocumentStores inner, DocumentCatalogue catalogue, TimeProvider clock)
    : IDocumentStores
{
    private readonly Dictionary<string, PublishedGroup> _groups = catalogue
        .Groups.Where(group => group.PublishedAs is not null)
        .ToDictionary(
            group => group.Name,
            group => new PublishedGroup(group.PublishedAs!, Redacted(group), group.Quiet),
            StringComparer.Ordinal
        );

    // Without a field named, all of a document would be meant.
    private static SealedFields? Redacted(DocumentGroup group) =>
        group.Sensitive.Count + group.Hidden.Count == 0 ? null : SealedFields.Of([.. group.Sensitive, .. group.Hidden]);

    /// <inheritdoc/>
    public IDocumentStore ForTenant(string tenantId) =>
        new PublishingDocumentStore(inner.ForTenant(tenantId), _groups, clock);

    /// <inheritdoc/>
    public Task<int> KeepHouse(int max, CancellationToken ct = default) => inner.KeepHouse(max, ct);
}

/// <summary>A group whose changes are told.</summary>
/// <param name="Type">As what.</param>
/// <param name="Redacted">What is left out of it; null: nothing.</param>
/// <param name="Quiet">Fields that alone are no change.</param>
internal sealed record PublishedGroup(string Type, SealedFields? Redacted, IReadOnlyList<string> Quiet);
