using Azure.Core;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Where Service Bus is and how one signs in there.</summary>
/// <param name="Host">Fully qualified namespace: <c>NAME.servicebus.windows.net</c>.</param>
public sealed record ServiceBusOptions(string Host)
{
    /// <summary>5671 over TLS; only for an emulator another.</summary>
    public int Port { get; init; } = 5671;

    /// <summary>False for an emulator on this machine alone.</summary>
    public bool UseTls { get; init; } = true;

    /// <summary>Name of a shared access policy; null where a token or an identity is used.</summary>
    public string? PolicyName { get; init; }

    /// <summary>Key of the policy. A secret.</summary>
    public string? PolicyKey { get; init; }

    /// <summary>A ready SAS token (<c>SharedAccessSignature sr=...</c>). A secret.</summary>
    public string? Signature { get; init; }

    /// <summary>Whether a policy's key is kept here and tokens made from it go over <c>$cbs</c>, in place of SASL PLAIN with the key.</summary>
    public bool UseTokens { get; init; }

    /// <summary>Entra ID; where it is given, it is used.</summary>
    public TokenCredential? Identity { get; init; }

    /// <summary>How long a receive that finds nothing waits for the broker's answer.</summary>
    public TimeSpan ReceiveWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the broker may take for anything else.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    internal bool UsesClaims => Identity is not null || Signature is not null || UseTokens;

    /// <summary>Reads a connection string: Endpoint, SharedAccessKeyName and SharedAccessKey, or SharedAccessSignature; UseDevelopmentEmulator.</summary>
    /// <exception cref="ArgumentException">It is none; the message says what is missing and repeats nothing of it.</exception>
    public static ServiceBusOptions Parse(string connectionString)
    {
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (
            var part in connectionString.Split(
                ';',
                StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
            )
        )
        {
            if (part.IndexOf('=') is var at and > 0)
            {
                parts[part[..at].Trim()] = part[(at + 1)..].Trim();
            }
        }
        if (
            !parts.TryGetValue("Endpoint", out var endpoint)
            || !Uri.TryCreate(endpoint, UriKind.Absolute, out var uri)
            || uri.Scheme != "sb"
        )
        {
            throw Bad("it has no Endpoint=sb://NAME.servicebus.windows.net/");
        }
        if (parts.ContainsKey("EntityPath"))
        {
            throw Bad("it is one of a single queue (EntityPath); take the namespace's");
        }
        var emulator =
            parts.TryGetValue("UseDevelopmentEmulator", out var flag)
            && flag.Equals("true", StringComparison.OrdinalIgnoreCase);
        if (emulator && !uri.IsLoopback)
        {
            throw Bad(
                "UseDevelopmentEmulator speaks without TLS, so it is for this machine alone (Endpoint=sb://localhost)"
            );
        }
        var options = new ServiceBusOptions(uri.Host)
        {
            UseTls = !emulator,
            Port =
                uri.Port > 0 ? uri.Port
                : emulator ? 5672
                : 5671,
            PolicyName = parts.GetValueOrDefault("SharedAccessKeyName"),
            PolicyKey = parts.GetValueOrDefault("SharedAccessKey"),
            Signature = parts.GetValueOrDefault("SharedAccessSignature"),
        };
        return options is { PolicyName: not null, PolicyKey: not null } or { Signature: not null }
            ? options
            : throw Bad("it has neither SharedAccessKeyName and SharedAccessKey nor SharedAccessSignature");
    }

    /// <summary>Says nothing of keys.</summary>
    public override string ToString() => $"{Host}:{Port}";

    private static ArgumentException Bad(string why) =>
        new(
            $"The connection string of Service Bus can't be used: {why}. It is shown in the portal under Shared access policies."
        );
}
