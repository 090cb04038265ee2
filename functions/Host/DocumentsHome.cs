using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Where documents are: in Cosmos DB where <c>COSMOS_ENDPOINT</c> names an account, otherwise in the data folder.</summary>
internal static class DocumentsHome
{
    /// <param name="services">The parts.</param>
    /// <param name="setting">
    /// Reads COSMOS_ENDPOINT (https address), COSMOS_KEY (none: the identity of the process), COSMOS_DATABASE (<c>platform</c>), COSMOS_GATEWAY
    /// and COSMOS_CREATE_CONTAINERS (<c>true</c> for an emulator).
    /// </param>
    public static IServiceCollection AddDocumentsHome(this IServiceCollection services, Func<string, string?> setting)
    {
        if (setting("COSMOS_ENDPOINT") is not { Length: > 0 } endpoint)
        {
            return services;
        }
        var options = new CosmosOptions
        {
            Database = setting("COSMOS_DATABASE") is { Length: > 0 } database ? database : new CosmosOptions().Database,
            GatewayMode = IsOn("COSMOS_GATEWAY"),
            CreateContainers = IsOn("COSMOS_CREATE_CONTAINERS"),
        };
        services.AddSingleton(new SharedDocuments(true));
        return services.AddCosmosDocuments(
            endpoint,
            setting("COSMOS_KEY") is { Length: > 0 } key ? key : null,
            options
        );

        bool IsOn(string name) =>
            setting(name) switch
            {
                null or "" or "false" => false,
                "true" => true,
                var other => throw new ArgumentException($"{name} is '{other}'; it must be true or false."),
            };
    }
}
