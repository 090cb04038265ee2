using System.Text;

namespace IntegrationFunctions.Platform.Messages;

/// <summary>What Service Bus's standard tier takes ("Service Bus quotas"), and so every queue of ours.</summary>
public static class MessageLimits
{
    /// <summary>Characters of a message id and of an ordering key (a session id).</summary>
    public const int IdLength = 128;

    /// <summary>Bytes of a message with everything around its body.</summary>
    public const int MessageBytes = 256 * 1024;

    /// <summary>Bytes that are kept for ids, annotations and frames.</summary>
    public const int ReservedBytes = 2 * 1024;

    /// <summary>Bytes of body and properties together.</summary>
    public const int ContentBytes = MessageBytes - ReservedBytes;

    /// <summary>Bytes of all properties together, names and values.</summary>
    public const int PropertyBytes = 32 * 1024;

    /// <summary>Characters of a reason and of a description.</summary>
    public const int ReasonLength = 4096;

    /// <summary>Messages that are sent, received, settled or looked at in one go.</summary>
    public const int AtOnce = 1000;

    /// <summary>The <c>ttl</c> of AMQP is 32 bits of milliseconds (AMQP 1.0, 3.2.1).</summary>
    public static TimeSpan LongestLife { get; } = TimeSpan.FromMilliseconds(uint.MaxValue);

    private const int TraceBytes = 80;

    internal static bool HasRoomForTrace(OutgoingMessage message) =>
        Bytes(message.Properties) is var bytes
        && bytes + TraceBytes <= PropertyBytes
        && bytes + TraceBytes + message.Body.Length <= ContentBytes;

    internal static int Bytes(IReadOnlyDictionary<string, string> properties)
    {
        var bytes = 0;
        foreach (var (name, value) in properties)
        {
            bytes += Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value);
        }
        return bytes;
    }
}
