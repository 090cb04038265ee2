namespace IntegrationFunctions.Platform.Messages;

/// <summary>What every queue refuses before it does anything, so that what runs on a laptop runs on Service Bus.</summary>
internal static class MessageRules
{
    /// <exception cref="ArgumentException">The message is over a limit; it says which, and what the limit is.</exception>
    public static void Check(OutgoingMessage message, QueueOptions queue)
    {
        CheckQueue(message.Queue);
        Demand(
            message.Id.Length is >= 1 and <= MessageLimits.IdLength,
            $"The id of a message for {message.Queue} must have 1 to {MessageLimits.IdLength} characters; it has {message.Id.Length}."
        );
        Demand(message.TenantId.Length > 0, $"The message {message.Id} for {message.Queue} names no tenant.");
        Demand(message.Delay >= TimeSpan.Zero, $"The message {message.Id} has a negative delay ({message.Delay}).");
        Demand(
            message.TimeToLive is not { } life
                || (life >= TimeSpan.FromMilliseconds(1) && life <= MessageLimits.LongestLife),
            $"The message {message.Id} can't live for {message.TimeToLive}: 1 millisecond to {MessageLimits.LongestLife}."
        );
        CheckOrder(message, queue);
        CheckProperties(message);
        var bytes = message.Body.Length + MessageLimits.Bytes(message.Properties);
        Demand(
            bytes <= MessageLimits.ContentBytes,
            $"The message {message.Id} for {message.Queue} has {bytes} bytes of body and properties; at most {MessageLimits.ContentBytes} are allowed. "
                + "Put large content into a blob or a document, and its name into the message."
        );
    }

    public static void CheckQueue(string queue)
    {
        if (queue.Length is 0 or > 255 || queue.Any(c => c is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')))
        {
            throw new ArgumentException(
                $"'{queue}' can't be a queue's name: 1 to 255 lower-case letters, digits and hyphens."
            );
        }
    }

    public static void CheckLock(TimeSpan lockDuration) =>
        Demand(lockDuration > TimeSpan.Zero, $"A lock must last longer than {lockDuration}.");

    public static void CheckMax(int max) =>
        Demand(
            max is >= 1 and <= MessageLimits.AtOnce,
            $"{max} messages at once are out of range: 1 to {MessageLimits.AtOnce}."
        );

    public static void CheckDelay(ReceivedMessage message, TimeSpan delay) =>
        Demand(delay >= TimeSpan.Zero, $"The message {message.Id} can't go back with a negative delay ({delay}).");

    public static void CheckReason(string reason, string? description)
    {
        Demand(
            reason.Length is >= 1 and <= MessageLimits.ReasonLength,
            $"The reason of a dead letter must have 1 to {MessageLimits.ReasonLength} characters; it has {reason.Length}."
        );
        Demand(
            description is not { Length: > MessageLimits.ReasonLength },
            $"The description of a dead letter has {description?.Length} characters; at most {MessageLimits.ReasonLength} are allowed."
        );
    }

    private static void CheckOrder(OutgoingMessage message, QueueOptions queue)
    {
        if (message.OrderingKey is not { } key)
        {
            return;
        }
        Demand(
            key.Length is >= 1 and <= MessageLimits.IdLength,
            $"The ordering key of the message {message.Id} must have 1 to {MessageLimits.IdLength} characters; it has {key.Length}."
        );
        Demand(
            queue.Ordered,
            $"The message {message.Id} has an ordering key, and the queue {message.Queue} keeps no order. Declare it with Ordered = true, or leave the key away."
        );
    }

    private static void CheckProperties(OutgoingMessage message)
    {
        foreach (var (name, _) in message.Properties)
        {
            Demand(
                name.Length is >= 1 and <= 128 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-'),
                $"'{name}' can't be the name of a property of the message {message.Id}: 1 to 128 letters, digits, dots, hyphens and underscores."
            );
            Demand(
                !MessageProperties.IsReserved(name),
                $"The property '{name}' of the message {message.Id} is one that the platform sets itself. Choose another name."
            );
        }
        var bytes = MessageLimits.Bytes(message.Properties);
        Demand(
            bytes <= MessageLimits.PropertyBytes,
            $"The properties of the message {message.Id} have {bytes} bytes; at most {MessageLimits.PropertyBytes} are allowed."
        );
    }

    private static void Demand(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new ArgumentException(otherwise);
        }
    }
}
