namespace IntegrationFunctions.Connectors;

/// <summary>All connectors of this installation, by name.</summary>
public sealed class ConnectorCatalogue
{
    private readonly Dictionary<string, IConnector> _byName = new(StringComparer.Ordinal);

    /// <summary>A catalogue of these.</summary>
    /// <exception cref="ArgumentException">Two have the same name.</exception>
    public ConnectorCatalogue(IEnumerable<IConnector> connectors)
    {
        foreach (var connector in connectors)
        {
            if (!_byName.TryAdd(connector.Descriptor.Name, connector))
            {
                throw new ArgumentException(
                    $"Two connectors are called '{connector.Descriptor.Name}'.",
                    nameof(connectors)
                );
            }
        }
        All = [.. _byName.Values.OrderBy(connector => connector.Descriptor.Name, StringComparer.Ordinal)];
    }

    /// <summary>All, by name.</summary>
    public IReadOnlyList<IConnector> All { get; }

    /// <summary>The connector of that name, or null.</summary>
    public IConnector? Find(string name) => _byName.GetValueOrDefault(name);
}
