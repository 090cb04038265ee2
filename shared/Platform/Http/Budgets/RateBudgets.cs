using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>The budgets of this process, by tenant and system; they share through the tenant's documents with all other processes.</summary>
internal sealed class RateBudgets(IDocumentStores stores, TimeProvider clock) : IDisposable
{
    public const string Group = "http-budgets";

    private readonly string _worker = Identifiers.New("wrk", clock);
    private readonly ConcurrentDictionary<(string Tenant, string Host, int Port), Lazy<WorkerBudget>> _known = new();

    public WorkerBudget For(string tenantId, Uri address)
    {
        var host = address.IdnHost.Trim('[', ']').TrimEnd('.');
        return _known
            .GetOrAdd(
                (tenantId, host, address.Port),
                key =>
                    new(() =>
                        new(
                            new(stores.ForTenant(key.Tenant), $"{Group}/{key.Host}~{key.Port}", _worker, clock),
                            $"{key.Host}:{key.Port}",
                            clock
                        )
                    )
            )
            .Value;
    }

    public void Dispose()
    {
        foreach (var budget in _known.Values.Where(budget => budget.IsValueCreated))
        {
            budget.Value.Dispose();
        }
    }
}
