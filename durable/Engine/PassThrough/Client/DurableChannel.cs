using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Configuration;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>Calls to the extension's gRPC service at the address that is known last.</summary>
internal sealed class DurableChannel(DurableEndpoint endpoint) : IDisposable
{
    private static readonly MethodConfig Retries = new()
    {
        Names = { MethodName.Default },
        RetryPolicy = new Grpc.Net.Client.Configuration.RetryPolicy
        {
            MaxAttempts = 4,
            InitialBackoff = TimeSpan.FromMilliseconds(200),
            MaxBackoff = TimeSpan.FromSeconds(2),
            BackoffMultiplier = 2,
            RetryableStatusCodes = { StatusCode.Unavailable },
        },
    };

    private readonly Lock _lock = new();
    private (DurableBinding Binding, GrpcChannel Channel)? _current;

    /// <summary>One call.</summary>
    /// <exception cref="RpcException">The extension refused.</exception>
    /// <exception cref="DurableEndpointUnknownException">It has not said where it listens, or doesn't listen there any more.</exception>
    public async Task<T> CallAsync<T>(
        Func<TaskHubSidecarService.TaskHubSidecarServiceClient, CallOptions, AsyncUnaryCall<T>> call,
        CancellationToken cancellation
    )
    {
        var (client, options) = await OpenAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await call(client, options).ConfigureAwait(false);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Cancelled && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException("The call was cancelled.", e, cancellation);
        }
        // Cancelled, but not by the caller: the host has gone, and with it the channel that the call was on.
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled)
        {
            throw new DurableEndpointUnknownException(e);
        }
    }

    public async Task<(TaskHubSidecarService.TaskHubSidecarServiceClient Client, CallOptions Options)> OpenAsync(
        CancellationToken cancellation
    )
    {
        var binding = await endpoint.GetAsync(cancellation).ConfigureAwait(false);
        var headers = new Metadata { { "Durable-TaskHub", binding.TaskHubName } };
        if (binding.ConnectionName is { Length: > 0 } connection)
        {
            headers.Add("Durable-ConnectionName", connection);
        }
        return (
            new TaskHubSidecarService.TaskHubSidecarServiceClient(ChannelTo(binding)),
            new CallOptions(headers, cancellationToken: cancellation)
        );
    }

    public void Dispose() => _current?.Channel.Dispose();

    private GrpcChannel ChannelTo(DurableBinding binding)
    {
        lock (_lock)
        {
            if (_current is { } current && current.Binding == binding)
            {
                return current.Channel;
            }
            var channel = GrpcChannel.ForAddress(
                binding.RpcBaseUrl,
                new GrpcChannelOptions
                {
                    MaxReceiveMessageSize = binding.MaxGrpcMessageSizeInBytes,
                    MaxSendMessageSize = binding.MaxGrpcMessageSizeInBytes,
                    ServiceConfig = new ServiceConfig { MethodConfigs = { Retries } },
                }
            );
            // The one before is of a host that is gone: its calls have ended by themselves.
            _current?.Channel.Dispose();
            _current = (binding, channel);
            return channel;
        }
    }
}
