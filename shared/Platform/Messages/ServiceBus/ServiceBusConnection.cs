using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Keeps a connection open: one line in the log when it is lost and one when it is back, and a growing pause between the tries.</summary>
internal sealed partial class ServiceBusConnection(ServiceBusOptions options, TimeProvider clock, ILogger log)
    : IAsyncDisposable
{
    private const int MostDoublings = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(500);
    private readonly SemaphoreSlim _gate = new(1);
    private ServiceBusChannel? _channel;
    private DateTimeOffset _notBefore = DateTimeOffset.MinValue;
    private int _failures;
    private bool _disposed;

    /// <summary>Runs an operation, once more on fresh links where they broke: repeats are recognised, and what is asked for twice is harmless.</summary>
    /// <exception cref="MessagingException">It failed.</exception>
    public async Task<T> Run<T>(string what, Func<ServiceBusChannel, Task<T>> work, CancellationToken ct)
    {
        for (var again = true; ; again = false)
        {
            var channel = await Open(ct).ConfigureAwait(false);
            try
            {
                return await work(channel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not (OperationCanceledException or ArgumentException))
            {
                var failure = ServiceBusErrors.From(e, what);
                if (!again || failure.Failure != MessagingFailure.Transient)
                {
                    throw failure;
                }
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        _disposed = true;
        if (_channel is not null)
        {
            await _channel.DisposeAsync().ConfigureAwait(false);
        }
        _gate.Release();
    }

    private async Task<ServiceBusChannel> Open(CancellationToken ct)
    {
        if (_channel is { IsOpen: true } open)
        {
            return open;
        }
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(ServiceBusQueue));
            if (_channel is { IsOpen: true } opened)
            {
                return opened;
            }
            if (_channel is not null)
            {
                await _channel.DisposeAsync().ConfigureAwait(false);
                _channel = null;
            }
            return _channel = await Connect(ct).ConfigureAwait(false);
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<ServiceBusChannel> Connect(CancellationToken ct)
    {
        var pause = _notBefore - clock.GetUtcNow();
        if (pause > TimeSpan.Zero)
        {
            await Task.Delay(pause, clock, ct).ConfigureAwait(false);
        }
        try
        {
            var channel = await ServiceBusChannel.Open(options, clock, ct).ConfigureAwait(false);
            if (_failures > 0)
            {
                LogBack(log, options.ToString(), _failures);
                _failures = 0;
            }
            return channel;
        }
        catch (MessagingException e)
        {
            if (_failures++ == 0)
            {
                LogLost(log, options.ToString(), e.Message);
            }
            var doubled = FirstPause * Math.Pow(2, Math.Min(_failures - 1, MostDoublings));
            // Half of it by chance, so that many instances don't come back in the same moment.
            _notBefore = clock.GetUtcNow() + (doubled * (0.5 + (Random.Shared.NextDouble() / 2)));
            throw;
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Service Bus at {Host} can't be reached, and is tried again until it can. {Reason}"
    )]
    private static partial void LogLost(ILogger log, string host, string reason);

    [LoggerMessage(LogLevel.Information, "Service Bus at {Host} is back after {Failures} failed tries.")]
    private static partial void LogBack(ILogger log, string host, int failures);
}
