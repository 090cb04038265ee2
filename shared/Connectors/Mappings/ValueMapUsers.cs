using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Mapping.Definitions;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    /// <summary>The ids of mappings whose version in force looks values up in a value map.</summary>
    public async Task<IReadOnlyList<string>> UsersOfValueMap(
        string tenantId,
        string name,
        CancellationToken ct = default
    )
    {
        var users = new List<string>();
        IntegrationPage? page = null;
        do
        {
            page = await integrations.List(tenantId, 100, page?.Next, ct: ct).ConfigureAwait(false);
            foreach (var integration in page.Integrations)
            {
                foreach (var mapping in await List(tenantId, integration.Id, ct).ConfigureAwait(false) ?? [])
                {
                    var active = await Version(tenantId, mapping, mapping.ActiveVersion, ct).ConfigureAwait(false);
                    if (active is not null && ValueMapNames.Of(active.Definition).Contains(name))
                    {
                        users.Add(mapping.Id);
                    }
                }
            }
        } while (page.Next is not null);
        return users;
    }
}
