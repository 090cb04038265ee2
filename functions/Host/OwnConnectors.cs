using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Functions.Cli;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Connectors to REST APIs that an operator describes: the definitions of a folder.</summary>
internal static class OwnConnectors
{
    /// <summary>Names the folder.</summary>
    public const string Variable = "INTEGRATION_FUNCTIONS_CONNECTORS";

    /// <summary>Registers a connector for each definition of the folder, where one is named.</summary>
    /// <exception cref="UserErrorException">The folder can't be read, a definition is wrong, or a name is taken.</exception>
    public static IServiceCollection AddOwnConnectors(this IServiceCollection services, string? folder)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return services;
        }
        try
        {
            // At the start, and once: a server with half of its connectors would be worse than none.
            var (definitions, errors) = RestConnectors.ReadFolder(folder).GetAwaiter().GetResult();
            if (errors.Count > 0)
            {
                throw new UserErrorException($"{Variable}: {string.Join(" ", errors.Select(error => error.Message))}");
            }
            var taken = RestConnectors.Names.ToHashSet(StringComparer.Ordinal);
            foreach (var definition in definitions)
            {
                if (!taken.Add(definition.Name))
                {
                    throw new UserErrorException(
                        $"{Variable}: there is a connector '{definition.Name}' already; give this definition another name."
                    );
                }
                services.AddSingleton<IConnector>(provider => new RestConnector(
                    definition,
                    provider.GetRequiredService<TimeProvider>()
                ));
            }
            return services;
        }
        catch (Exception wrong) when (wrong is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{Variable}: '{folder}' can't be read: {wrong.Message}");
        }
    }
}
