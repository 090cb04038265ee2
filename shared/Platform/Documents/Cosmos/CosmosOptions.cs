using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>How the documents' database is reached.</summary>
public sealed record CosmosOptions
{
    /// <summary>Name of the database.</summary>
    public string Database { get; init; } = "platform";

    /// <summary>By HTTPS through the gateway alone, not by TCP to the replicas; what emulators want.</summary>
    public bool GatewayMode { get; init; }

    /// <summary>Makes database and containers that are missing; for emulators. On Azure Bicep makes them, and an identity may not.</summary>
    public bool CreateContainers { get; init; }

    /// <summary>How often a call that the service turned away (429) is repeated, each time after the wait that it asked for.</summary>
    public int MaxThrottles { get; init; } = 9;

    /// <summary>The longest wait for a change before the feed is asked again.</summary>
    public TimeSpan MaxPoll { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Options of a client that reads its own writes and leaves repeats of 429 to <see cref="CosmosCalls"/>, which counts them.</summary>
    public CosmosClientOptions ClientOptions() =>
        new()
        {
            ConnectionMode = GatewayMode ? ConnectionMode.Gateway : ConnectionMode.Direct,
            ConsistencyLevel = ConsistencyLevel.Session,
            MaxRetryAttemptsOnRateLimitedRequests = 0,
            LimitToEndpoint = GatewayMode,
            ApplicationName = "integration-functions",
        };
}
