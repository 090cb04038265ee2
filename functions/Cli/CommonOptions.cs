using System.CommandLine;
using System.Net;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>Options that several verbs take.</summary>
internal static class CommonOptions
{
    private const string DataVariable = "INTEGRATION_FUNCTIONS_DATA";
    private const string AllowVariable = "INTEGRATION_FUNCTIONS_ALLOW";
    private const string PortVariable = "FUNCTIONS_CUSTOMHANDLER_PORT";

    public static Option<string> Data() =>
        new("--data")
        {
            HelpName = "DIR",
            Description =
                $"Folder for everything that the platform remembers. Without: {DataVariable}, or else the user's data directory.",
            DefaultValueFactory = _ =>
                Environment.GetEnvironmentVariable(DataVariable) is { Length: > 0 } path
                    ? path
                    : DataFolder.DefaultPath,
        };

    public static Option<int?> Port() =>
        new("--port")
        {
            HelpName = "N",
            Description =
                $"Port to listen at; 0 takes any free one. Without: {PortVariable}, or else {Functions.Host.PlatformOptions.DefaultPort}.",
            CustomParser = result =>
            {
                if (int.TryParse(result.Tokens[0].Value, out var port) && port is >= 0 and <= 65535)
                {
                    return port;
                }
                result.AddError($"--port must be 0 to 65535; got '{result.Tokens[0].Value}'.");
                return null;
            },
        };

    public static Option<string> Host() =>
        new("--host")
        {
            HelpName = "ADDRESS",
            Description =
                "localhost, or the IP address to listen at. Other machines reach it only at an address of theirs, and unencrypted.",
            CustomParser = result =>
            {
                var text = result.Tokens[0].Value;
                if (text != "localhost" && !IPAddress.TryParse(text, out _))
                {
                    result.AddError($"--host must be localhost or an IP address; got '{text}'.");
                }
                return text;
            },
            DefaultValueFactory = _ => "localhost",
        };

    public static Option<IReadOnlyList<(string Host, int Port)>> Allow() =>
        new("--allow")
        {
            HelpName = "HOST:PORT",
            Description =
                $"An endpoint that integrations and webhooks may reach though it is private or without TLS; as often as needed. Without: {AllowVariable}, with commas in between.",
            CustomParser = result => Endpoints("--allow", result.Tokens.Select(token => token.Value), result.AddError),
            DefaultValueFactory = _ =>
                Endpoints(
                    AllowVariable,
                    (Environment.GetEnvironmentVariable(AllowVariable) ?? "").Split(
                        ',',
                        StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                    ),
                    fault => throw new UserErrorException(fault)
                ),
            Arity = ArgumentArity.OneOrMore,
        };

    private static List<(string Host, int Port)> Endpoints(
        string from,
        IEnumerable<string> texts,
        Action<string> refuse
    )
    {
        var endpoints = new List<(string, int)>();
        foreach (var text in texts)
        {
            if (EgressPolicy.TryParse(text, out var endpoint))
            {
                endpoints.Add(endpoint);
            }
            else
            {
                refuse($"{from} takes HOST:PORT, such as erp.internal:8443; got '{text}'.");
            }
        }
        return endpoints;
    }

    /// <summary>
    /// The port that the Functions host calls, or null where it didn't start this process. Asked by the verb that listens: a wrong value must not
    /// stop the others, nor the help.
    /// </summary>
    public static int? CustomHandlerPort()
    {
        var text = Environment.GetEnvironmentVariable(PortVariable);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }
        return int.TryParse(text, out var port) && port is > 0 and <= 65535
            ? port
            : throw new UserErrorException($"{PortVariable} must be 1 to 65535; it is '{text}'.");
    }
}
