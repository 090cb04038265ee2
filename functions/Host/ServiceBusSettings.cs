using Azure.Identity;
using IntegrationFunctions.Functions.Cli;
using IntegrationFunctions.Platform.Messages.ServiceBus;

namespace IntegrationFunctions.Functions.Host;

/// <summary>
/// The environment says whether the queues are on Service Bus: <c>SERVICEBUS_CONNECTION</c> (a connection string) or
/// <c>SERVICEBUS_NAMESPACE</c> (NAME.servicebus.windows.net, signed in to as the identity that the process has). Neither: SQLite.
/// </summary>
internal static class ServiceBusSettings
{
    public const string Connection = "SERVICEBUS_CONNECTION";
    public const string Namespace = "SERVICEBUS_NAMESPACE";

    /// <exception cref="UserErrorException">Both are set, or one can't be used.</exception>
    public static ServiceBusOptions? Read() =>
        Read(Environment.GetEnvironmentVariable(Connection), Environment.GetEnvironmentVariable(Namespace));

    internal static ServiceBusOptions? Read(string? connection, string? host)
    {
        var (hasConnection, hasHost) = (!string.IsNullOrWhiteSpace(connection), !string.IsNullOrWhiteSpace(host));
        if (hasConnection && hasHost)
        {
            throw new UserErrorException($"{Connection} and {Namespace} are both set. Unset one of them.");
        }
        if (hasHost)
        {
            return Uri.CheckHostName(host) == UriHostNameType.Dns && host!.Contains('.')
                ? new ServiceBusOptions(host) { Identity = new DefaultAzureCredential() }
                : throw new UserErrorException(
                    $"{Namespace} is '{host}', and must be the name of a host: NAME.servicebus.windows.net."
                );
        }
        try
        {
            return hasConnection ? ServiceBusOptions.Parse(connection!) : null;
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException($"{Connection}: {e.Message}");
        }
    }
}
