using System.Runtime.CompilerServices;

namespace IntegrationFunctions.Tests.Support;

/// <summary>
/// The variables by which the product finds real servers are taken out of this process as it starts: the platform under test, here and in the
/// processes that tests start, is that of a fresh machine. The suites for those servers ask here.
/// </summary>
internal static class ServerSettings
{
    private static readonly string[] Names =
    [
        "COSMOS_ENDPOINT",
        "COSMOS_KEY",
        "COSMOS_DATABASE",
        "COSMOS_GATEWAY",
        "COSMOS_CREATE_CONTAINERS",
        "SERVICEBUS_CONNECTION",
        "SERVICEBUS_NAMESPACE",
        "BLOB_CONNECTION",
        "BLOB_ENDPOINT",
        "KEYVAULT_URI",
        "INTEGRATION_FUNCTIONS_DATA",
    ];

    private static readonly Dictionary<string, string> Taken = new(StringComparer.Ordinal);

    /// <summary>What a variable was; null where it was not set, or empty.</summary>
    public static string? Get(string name) => Taken.GetValueOrDefault(name);

    // Before any test, and before any static field of one is set.
    [ModuleInitializer]
    internal static void Take()
    {
        foreach (var name in Names)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
            {
                Taken[name] = value;
            }
            Environment.SetEnvironmentVariable(name, null);
        }
    }
}
