namespace IntegrationFunctions.Functions.Host;

/// <summary>What a platform is started with.</summary>
/// <param name="DataFolder">Folder for all that it remembers.</param>
/// <param name="Port">0: any free one.</param>
/// <param name="Host"><c>localhost</c> or an IP address to listen at.</param>
/// <param name="Clock">Null: the system's.</param>
/// <param name="Configure">Last word on the services; for tests.</param>
public sealed record PlatformOptions(
    string DataFolder,
    int Port = PlatformOptions.DefaultPort,
    string Host = "localhost",
    TimeProvider? Clock = null,
    Action<IServiceCollection>? Configure = null
)
{
    public const int DefaultPort = 7071;
}
