namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>What is left of the limits while a model is inferred.</summary>
internal sealed class DiscoveryBudget(DiscoveryLimits limits)
{
    public DiscoveryLimits Limits => limits;

    public int Fields { get; set; } = limits.Fields;

    public int Values { get; set; } = limits.Values;

    public int Hashes { get; set; } = limits.Hashes;
}
