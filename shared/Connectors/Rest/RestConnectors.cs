using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>The connectors that are definitions: those of the product (<c>Definitions/*/*.json</c>), and those of a folder.</summary>
public static class RestConnectors
{
    private const string Prefix = "connectors/";

    /// <summary>Names of those that the product brings along.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(RestConnectors)
            .Assembly.GetManifestResourceNames()
            .Where(name =>
                name.StartsWith(Prefix, StringComparison.Ordinal)
                && !name.EndsWith(".schema.json", StringComparison.Ordinal)
            )
            .Select(name => Path.GetFileNameWithoutExtension(name[Prefix.Length..]))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The product's connector of that name.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static RestConnector Load(string name, TimeProvider clock) => new(ReadDefinition.Embedded(name), clock);

    /// <summary>The definitions <c>*.json</c> of a folder, and all that is wrong with them; each message begins with its file.</summary>
    /// <exception cref="IOException">The folder or a file can't be read.</exception>
    public static async Task<(
        IReadOnlyList<RestDefinition> Definitions,
        IReadOnlyList<IntegrationError> Errors
    )> ReadFolder(string folder)
    {
        var (definitions, errors) = (new List<RestDefinition>(), new List<IntegrationError>());
        foreach (var file in Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal))
        {
            var (definition, wrong) = await ReadDefinition
                .Run(await File.ReadAllBytesAsync(file).ConfigureAwait(false))
                .ConfigureAwait(false);
            errors.AddRange(
                wrong.Select(error => error with { Message = $"{file}: {error.Pointer}: {error.Message}" })
            );
            if (definition is not null)
            {
                definitions.Add(definition);
            }
        }
        return (definitions, errors);
    }
}
