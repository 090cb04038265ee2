using System.ComponentModel;
using IntegrationFunctions.Platform.Http.Rules;

namespace IntegrationFunctions.Functions.Http.TenantSettings;

/// <summary>Where the tenant's requests may go, as the API shows and takes it.</summary>
internal sealed record EgressView(
    [property: Description("Hosts that integrations may reach; null: the open Internet; empty: none.")]
        IReadOnlyList<EgressRuleView>? Allowed,
    [property: Description("Hosts by the name of an extension. One that is not named here reaches nothing.")]
        IReadOnlyDictionary<string, IReadOnlyList<EgressRuleView>>? Extensions
)
{
    public static EgressView From(TenantEgress egress) =>
        new(
            egress.Allowed?.Select(EgressRuleView.From).ToArray(),
            egress.Extensions.ToDictionary(
                e => e.Key,
                IReadOnlyList<EgressRuleView> (e) => [.. e.Value.Select(EgressRuleView.From)],
                StringComparer.Ordinal
            )
        );
}

/// <summary>One allowed host.</summary>
internal sealed record EgressRuleView(
    [property: Description("A host name, an address, or *.example.com for the names below it.")] string Host,
    [property: Description("Ports; absent: 443 alone.")] IReadOnlyList<int>? Ports = null,
    [property: Description("Beginnings of paths, whole segments, such as /v1; absent: all.")]
        IReadOnlyList<string>? Paths = null
)
{
    public static EgressRuleView From(EgressRule rule) => new(rule.Host, rule.Ports, rule.Paths);

    public EgressRule ToRule() => new(Host) { Ports = Ports, Paths = Paths };
}
