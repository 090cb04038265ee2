using IntegrationFunctions.Functions.Http.SignIn.Staff;
using IntegrationFunctions.Platform.Messages.ServiceBus;

namespace IntegrationFunctions.Functions.Host;

/// <summary>What a platform is started with.</summary>
/// <param name="DataFolder">Folder for all that it remembers.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Host"><c>localhost</c> or an IP address to listen at.</param>
/// <param name="Home">Who gives it its work.</param>
/// <param name="Clock">Null: the system's.</param>
/// <param name="Messages">Where Service Bus is; null: queues on SQLite.</param>
/// <param name="Configure">Last word on the services; for tests.</param>
public sealed record PlatformOptions(
    string DataFolder,
    int Port = PlatformOptions.DefaultPort,
    string Host = "localhost",
    PlatformHome Home = PlatformHome.OwnProcess,
    TimeProvider? Clock = null,
    ServiceBusOptions? Messages = null,
    Action<IServiceCollection>? Configure = null
)
{
    public const int DefaultPort = 7071;

    /// <summary>The operator's Entra ID; null: people sign in with passwords alone.</summary>
    public StaffSettings? Staff { get; init; }

    /// <summary>Endpoints that the operator allows whatever they resolve to, and without TLS.</summary>
    public IReadOnlyList<(string Host, int Port)> Allowed { get; init; } = [];
}

/// <summary>Where the platform runs.</summary>
public enum PlatformHome
{
    /// <summary>By itself: it has the clock, the queues and the workflows in its own process.</summary>
    OwnProcess,

    /// <summary>As a custom handler of the Azure Functions host, which calls its functions.</summary>
    FunctionsHost,
}
