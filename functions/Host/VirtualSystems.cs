using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Host;

/// <summary>
/// Settings with which connectors reach this server's own virtual systems. They go by a name that the egress policy maps to this process,
/// so that an integration outlives a change of the port.
/// </summary>
internal static class VirtualSystems
{
    /// <summary>What connectors call this server; <c>.internal</c> is reserved for private use and resolves nowhere else.</summary>
    public const string HostName = "sandbox.internal";

    public static JsonObject SapSettings(string world) =>
        new()
        {
            ["baseUrl"] = $"http://{HostName}/sandbox/{world}/sap",
            ["user"] = "SANDBOX",
            ["password"] = "sandbox",
            ["companyCode"] = "1010",
        };

    public static JsonObject BankSettings(string world, string iban, string bic, string owner) =>
        new()
        {
            ["baseUrl"] = $"http://{HostName}/sandbox/{world}/bank",
            ["token"] = "sandbox-bank-token",
            ["iban"] = iban,
            ["bic"] = bic,
            ["ownerName"] = owner,
        };
}
