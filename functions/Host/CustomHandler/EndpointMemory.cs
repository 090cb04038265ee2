using System.Text.Json;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// Keeps what the Durable extension said of itself for a handler that the same host starts again: it would else refuse all that needs workflows until
/// the next trigger. A host calls all its handlers at one port, so another port is another host, and what is kept is of no use.
/// </summary>
internal sealed class EndpointMemory(DurableEndpoint endpoint, DataFolder folder, PlatformOptions options)
{
    private readonly Lock _lock = new();
    private readonly string _file = folder.File("durable-endpoint.json");
    private string? _kept;

    /// <summary>Takes in the value of a durableClient binding.</summary>
    /// <exception cref="FormatException">It is no such value.</exception>
    public void Learn(string binding)
    {
        endpoint.Learn(binding);
        lock (_lock)
        {
            if (binding == _kept)
            {
                return;
            }
            try
            {
                // Never seen half written. The folder is its owner's alone: the binding holds a key of the extension.
                File.WriteAllText($"{_file}.new", JsonSerializer.Serialize(new Kept(options.Port, binding)));
                File.Move($"{_file}.new", _file, overwrite: true);
                _kept = binding;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A restart will have to wait for a trigger; the call itself is none the worse.
            }
        }
    }

    /// <summary>Learns from what an earlier handler of this host kept; nothing where there is none.</summary>
    public void Recall()
    {
        try
        {
            if (JsonSerializer.Deserialize<Kept>(File.ReadAllText(_file)) is { } kept && kept.Port == options.Port)
            {
                endpoint.Learn(kept.Binding);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or FormatException)
        {
            // Not there, or spoiled: the next trigger says it anew.
        }
    }

    private sealed record Kept(int Port, string Binding);
}
