namespace IntegrationFunctions.Platform.Messages.Sqlite;

internal static class MessageRules
{
    public static void Check(OutgoingMessage message)
    {
        CheckQueue(message.Queue);
        if (message.Id.Length is 0 or > 128)
        {
            // 128 characters: Service Bus's limit of a message id.
            throw new ArgumentException($"The id of a message for {message.Queue} must have 1 to 128 characters.");
        }
        if (message.Delay < TimeSpan.Zero)
        {
            throw new ArgumentException($"The message {message.Id} has a negative delay ({message.Delay}).");
        }
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

    public static void CheckLock(TimeSpan lockDuration)
    {
        if (lockDuration <= TimeSpan.Zero)
        {
            throw new ArgumentException($"A lock must last longer than {lockDuration}.");
        }
    }

    public static void CheckMax(int max)
    {
        if (max is < 1 or > 1000)
        {
            throw new ArgumentException($"{max} messages at once are out of range: 1 to 1,000.");
        }
    }
}
