using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>Where the extension listens, from the binding durableClient.</summary>
/// <param name="RpcBaseUrl">Address of its gRPC service, without encryption; another port at each start of the host.</param>
/// <param name="TaskHubName">The task hub.</param>
/// <param name="ConnectionName">Name of the setting with the storage's connection; empty for the default.</param>
/// <param name="MaxGrpcMessageSizeInBytes">Longest message, bytes; null: gRPC's own limit.</param>
public sealed record DurableBinding(
    string RpcBaseUrl,
    string TaskHubName,
    string? ConnectionName = null,
    int? MaxGrpcMessageSizeInBytes = null
);

/// <summary>
/// Nobody knows where the extension listens: no trigger with a durableClient binding has been called since the start, or the host has
/// restarted and listens elsewhere now.
/// </summary>
public sealed class DurableEndpointUnknownException(Exception? inner = null)
    : Exception(
        "The Durable Functions extension has not yet said where it listens. Try again in some seconds; if that doesn't help, see that a "
            + "function with a durableClient binding is called (the watchdog's timer is one).",
        inner
    );

/// <summary>Where the Durable Functions extension listens. It says so in the calls of triggers, and those who need it wait for the first.</summary>
public sealed class DurableEndpoint(TimeProvider clock, ILogger<DurableEndpoint> logger)
{
    /// <summary>How long <see cref="GetAsync"/> waits.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private TaskCompletionSource<DurableBinding> _known = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Takes in the value of a durableClient binding; as JSON text, or once more encoded as a string. The last one counts.</summary>
    /// <exception cref="FormatException">It is no such value.</exception>
    public void Learn(string bindingJson)
    {
        var binding = Parse(bindingJson);
        lock (_lock)
        {
            if (_known.Task.IsCompletedSuccessfully && _known.Task.Result == binding)
            {
                return;
            }
            if (_known.Task.IsCompletedSuccessfully)
            {
                _known = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
            _known.SetResult(binding);
        }
        logger.LogInformation(
            "Durable Functions listens at {Url}, hub {Hub}.",
            binding.RpcBaseUrl,
            binding.TaskHubName
        );
    }

    /// <summary>Where it listens; waits for the first word of it.</summary>
    /// <exception cref="DurableEndpointUnknownException">None came within <see cref="Patience"/>.</exception>
    public async ValueTask<DurableBinding> GetAsync(CancellationToken cancellation)
    {
        Task<DurableBinding> known;
        lock (_lock)
        {
            known = _known.Task;
        }
        try
        {
            return await known.WaitAsync(Patience, clock, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new DurableEndpointUnknownException();
        }
    }

    private static DurableBinding Parse(string json)
    {
        try
        {
            var binding = JsonSerializer.Deserialize<DurableBinding>(
                Envelopes.StringLiteral.Open(json),
                JsonSerializerOptions.Web
            );
            if (
                binding is { TaskHubName.Length: > 0 }
                && Uri.TryCreate(binding.RpcBaseUrl, UriKind.Absolute, out var url)
                && url.IsLoopback
            )
            {
                return binding;
            }
        }
        catch (JsonException e)
        {
            throw new FormatException($"The durableClient binding is not JSON: {e.Message}", e);
        }
        // Whoever could name another machine here would get all that workflows hold.
        throw new FormatException(
            "The durableClient binding must name taskHubName and rpcBaseUrl, an address of this machine."
        );
    }
}
