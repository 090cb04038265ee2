using System.Collections.Concurrent;
using Amqp;
using Amqp.Framing;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Asks a node and waits for its answers, by message id and correlation id (<c>$cbs</c>, <c>QUEUE/$management</c>).</summary>
internal sealed class RequestLinks
{
    private const int Credit = 100;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<Message>> _waiting = new(StringComparer.Ordinal);
    private readonly SenderLink _requests;
    private readonly ReceiverLink _responses;
    private readonly string _address;
    private readonly string _replyTo = $"reply-{Guid.NewGuid():N}";

    public RequestLinks(Session session, string address)
    {
        _address = address;
        _requests = new SenderLink(session, $"{_replyTo}-out", new Target { Address = address }, null);
        _responses = new ReceiverLink(
            session,
            $"{_replyTo}-in",
            new Attach
            {
                Source = new Source { Address = address },
                Target = new Target { Address = _replyTo },
            },
            null
        );
        _requests.Closed += (_, error) => Fail(error);
        _responses.Closed += (_, error) => Fail(error);
        _responses.Start(Credit, Answer);
    }

    public bool IsOpen => _requests.IsUsable() && _responses.IsUsable();

    /// <exception cref="MessagingException">The node can't be reached, or did not answer in time.</exception>
    public async Task<Message> Ask(Message request, TimeSpan patience, CancellationToken ct)
    {
        var id = Guid.NewGuid().ToString("N");
        request.Properties ??= new Properties();
        request.Properties.MessageId = id;
        request.Properties.ReplyTo = _replyTo;
        var answer = new TaskCompletionSource<Message>(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiting[id] = answer;
        try
        {
            await _requests.SendAsync(request, patience).ConfigureAwait(false);
            return await answer.Task.WaitAsync(patience, ct).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw ServiceBusErrors.From(e, _address);
        }
        finally
        {
            _waiting.TryRemove(id, out _);
        }
    }

    /// <summary>The answer's status; 200 to 299 are good.</summary>
    public static int Status(Message answer) =>
        (answer.ApplicationProperties?["statusCode"] ?? answer.ApplicationProperties?["status-code"]) switch
        {
            int code => code,
            long code => (int)code,
            _ => 500,
        };

    private void Answer(IReceiverLink link, Message message)
    {
        link.Accept(message);
        if (message.Properties?.GetCorrelationId()?.ToString() is { } id && _waiting.TryRemove(id, out var waiting))
        {
            waiting.TrySetResult(message);
        }
    }

    private void Fail(Error? error)
    {
        var failure = error is null
            ? new MessagingException(MessagingFailure.Transient, $"Service Bus closed {_address}.")
            : ServiceBusErrors.From(error, _address);
        foreach (var id in _waiting.Keys)
        {
            if (_waiting.TryRemove(id, out var waiting))
            {
                waiting.TrySetException(failure);
            }
        }
    }
}
