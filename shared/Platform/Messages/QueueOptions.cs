using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Platform.Messages;

/// <summary>
/// How a queue behaves, in Service Bus's terms; a queue that nobody declares behaves as one that is declared with nothing but its name.
/// Infrastructure is made from these declarations.
/// </summary>
/// <param name="Name">1 to 255 lower-case letters, digits and hyphens.</param>
public sealed record QueueOptions(string Name)
{
    /// <summary>After so many deliveries a message goes to the dead letters. 1 to 2,000 (maxDeliveryCount).</summary>
    public int MaxDeliveries { get; init; } = 10;

    /// <summary>How long a lock holds where the receiver does not say; on Service Bus always. 5 seconds to 5 minutes (lockDuration).</summary>
    public TimeSpan DefaultLock { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long after it was sent an id is recognised. 20 seconds to 7 days (duplicateDetectionHistoryTimeWindow).</summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Whether messages may have an <see cref="OutgoingMessage.OrderingKey"/> (requiresSession). Fixed once the queue is there.</summary>
    public bool Ordered { get; init; }

    /// <exception cref="ArgumentException">A value is out of Service Bus's range.</exception>
    internal QueueOptions Checked()
    {
        MessageRules.CheckQueue(Name);
        Demand(MaxDeliveries is >= 1 and <= 2000, nameof(MaxDeliveries), MaxDeliveries, "1 to 2,000");
        Demand(
            DefaultLock >= TimeSpan.FromSeconds(5) && DefaultLock <= TimeSpan.FromMinutes(5),
            nameof(DefaultLock),
            DefaultLock,
            "5 seconds to 5 minutes"
        );
        Demand(
            DuplicateWindow >= TimeSpan.FromSeconds(20) && DuplicateWindow <= TimeSpan.FromDays(7),
            nameof(DuplicateWindow),
            DuplicateWindow,
            "20 seconds to 7 days"
        );
        return this;
    }

    private void Demand<T>(bool holds, string option, T got, string range)
    {
        if (!holds)
        {
            throw new ArgumentException($"{option} of the queue {Name} can't be {got}; Service Bus takes {range}.");
        }
    }
}

/// <summary>The queues that are declared.</summary>
public sealed class QueueCatalogue
{
    private readonly Dictionary<string, QueueOptions> _declared = new(StringComparer.Ordinal);

    /// <exception cref="ArgumentException">A queue is declared twice, or a value is out of range.</exception>
    public QueueCatalogue(IEnumerable<QueueOptions> declared)
    {
        foreach (var options in declared)
        {
            if (!_declared.TryAdd(options.Name, options.Checked()))
            {
                throw new ArgumentException($"The queue {options.Name} is declared twice. Declare it once.");
            }
        }
    }

    /// <summary>In the order of their names.</summary>
    public IEnumerable<QueueOptions> Declared => _declared.Values.OrderBy(o => o.Name, StringComparer.Ordinal);

    /// <summary>Whether somebody has declared the queue.</summary>
    public bool Has(string queue) => _declared.ContainsKey(queue);

    /// <summary>The queue's options; the defaults where nobody has declared it.</summary>
    public QueueOptions Of(string queue) => _declared.GetValueOrDefault(queue) ?? new QueueOptions(queue);
}

/// <summary>Declares queues.</summary>
public static class MessageQueueRegistration
{
    /// <summary>Declares a queue; once a name.</summary>
    public static IServiceCollection AddMessageQueue(this IServiceCollection services, QueueOptions options) =>
        services.AddSingleton(options.Checked());
}
