namespace IntegrationFunctions.Platform.Messages.ServiceBus;

// What operators see and mend. A dead letter can't be taken by its number: those before it are taken as well, and given back.
public sealed partial class ServiceBusQueue
{
    private const int TakeAtOnce = 100;

    /// <inheritdoc/>
    public async Task<MessagePage<PeekedMessage>> Peek(
        string queue,
        PeekRequest request,
        CancellationToken ct = default
    ) =>
        await PeekPage(
                queue,
                queue,
                request,
                WireMessage.ReadPeeked,
                message => (message.TenantId, message.SequenceNumber),
                ct
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<MessagePage<DeadLetter>> PeekDeadLetters(
        string queue,
        PeekRequest request,
        CancellationToken ct = default
    ) =>
        await PeekPage(
                queue,
                DeadLettersOf(queue),
                request,
                WireMessage.ReadDead,
                message => (message.TenantId, message.SequenceNumber),
                ct
            )
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<bool> Replay(string queue, string tenantId, string id, CancellationToken ct = default) =>
        await FindDead(queue, tenantId, id, ct).ConfigureAwait(false) is { } number
        && await TakeDead(queue, [number], SendAgain, ct).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async Task<bool> DeleteDeadLetter(
        string queue,
        string tenantId,
        string id,
        CancellationToken ct = default
    ) =>
        await FindDead(queue, tenantId, id, ct).ConfigureAwait(false) is { } number
        && await TakeDead(queue, [number], (_, _, _) => Task.CompletedTask, ct).ConfigureAwait(false) == 1;

    /// <inheritdoc/>
    public async Task<int> ReplayAll(string queue, string tenantId, CancellationToken ct = default)
    {
        var numbers = new HashSet<long>();
        var request = new PeekRequest(tenantId, MessageLimits.AtOnce);
        do
        {
            var page = await PeekDeadLetters(queue, request, ct).ConfigureAwait(false);
            numbers.UnionWith(page.Items.Select(m => m.SequenceNumber));
            request = request with { After = page.Next };
        } while (request.After is not null);
        return numbers.Count == 0 ? 0 : await TakeDead(queue, numbers, SendAgain, ct).ConfigureAwait(false);
    }

    private static string DeadLettersOf(string queue) => $"{queue}/$deadletterqueue";

    private async Task<MessagePage<T>> PeekPage<T>(
        string queue,
        string entity,
        PeekRequest request,
        Func<string, Amqp.Message, T> read,
        Func<T, (string Tenant, long Number)> about,
        CancellationToken ct
    )
    {
        MessageRules.CheckQueue(queue);
        MessageRules.CheckMax(request.Limit);
        var items = new List<T>();
        var from = (request.After ?? 0) + 1;
        while (true)
        {
            var peeked = await Manager.Peek(entity, from, request.Limit + 1, ct).ConfigureAwait(false);
            foreach (var message in peeked.Select(wire => read(queue, wire)))
            {
                var (tenant, number) = about(message);
                from = number + 1;
                if (request.TenantId is not null && tenant != request.TenantId)
                {
                    continue;
                }
                if (items.Count == request.Limit)
                {
                    return new(items, about(items[^1]).Number);
                }
                items.Add(message);
            }
            if (peeked.Count == 0)
            {
                return new(items, null);
            }
        }
    }

    private async Task<long?> FindDead(string queue, string tenant, string id, CancellationToken ct)
    {
        var request = new PeekRequest(tenant, MessageLimits.AtOnce);
        do
        {
            var page = await PeekDeadLetters(queue, request, ct).ConfigureAwait(false);
            if (page.Items.FirstOrDefault(m => m.Id == id) is { } found)
            {
                return found.SequenceNumber;
            }
            request = request with { After = page.Next };
        } while (request.After is not null);
        return null;
    }

    private async Task SendAgain(string queue, DeadLetter letter, CancellationToken ct)
    {
        var message = new ReceivedMessage(queue, letter.Id, letter.TenantId, letter.Body, 0, "", default)
        {
            OrderingKey = letter.OrderingKey,
            Properties = letter.Properties,
        };
        // By its number: who replays it again because the first answer was lost sends a repeat, which is dropped.
        var copy = WireMessage.Copy(message, queues.Of(queue), $"replay-{letter.SequenceNumber}", 0);
        await SendWire(queue, copy, ct).ConfigureAwait(false);
    }

    private async Task<int> TakeDead(
        string queue,
        HashSet<long> wanted,
        Func<string, DeadLetter, CancellationToken, Task> use,
        CancellationToken ct
    )
    {
        var entity = DeadLettersOf(queue);
        var receiver = new QueueReceiver(_connection, options, entity, sessions: false);
        var others = new List<Delivered>();
        var done = 0;
        try
        {
            while (wanted.Count > 0)
            {
                var taken = await receiver.Take(TakeAtOnce, clock.GetUtcNow(), ct).ConfigureAwait(false);
                if (taken.Count == 0)
                {
                    // Somebody else holds what is left of them.
                    break;
                }
                foreach (var delivered in taken)
                {
                    if (!wanted.Remove(WireMessage.Sequence(delivered.Wire)))
                    {
                        others.Add(delivered);
                        continue;
                    }
                    await use(queue, WireMessage.ReadDead(queue, delivered.Wire), ct).ConfigureAwait(false);
                    done += await Manager
                        .Settle(entity, [delivered.Token], Completed, null, null, null, ct)
                        .ConfigureAwait(false)
                        ? 1
                        : 0;
                }
            }
            return done;
        }
        finally
        {
            foreach (var other in others)
            {
                await Manager
                    .Settle(entity, [other.Token], Abandoned, null, null, null, CancellationToken.None)
                    .ConfigureAwait(false);
            }
            receiver.Close();
        }
    }
}
