namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>The providers that there are, by name.</summary>
public sealed class WebhookProviders(IEnumerable<IWebhookProvider> providers)
{
    private readonly Dictionary<string, IWebhookProvider> _byName = providers.ToDictionary(
        provider => provider.Name,
        StringComparer.Ordinal
    );

    /// <summary>In order.</summary>
    public IEnumerable<string> Names => _byName.Keys.Order(StringComparer.Ordinal);

    /// <summary>The provider, or null.</summary>
    public IWebhookProvider? Find(string name) => _byName.GetValueOrDefault(name);
}
