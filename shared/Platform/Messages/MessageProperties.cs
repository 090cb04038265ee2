using System.Collections.ObjectModel;
using System.Diagnostics;

namespace IntegrationFunctions.Platform.Messages;

/// <summary>Properties with a meaning of their own.</summary>
public static class MessageProperties
{
    /// <summary>Whose message it is, on the wire; set by the platform.</summary>
    public const string Tenant = "tenant";

    /// <summary>The id as it was sent, on the wire, where the broker's own id differs by tenant and by copy; set by the platform.</summary>
    public const string Id = "id";

    /// <summary>How often the message was delivered before this copy of it, on the wire; set by the platform.</summary>
    public const string Deliveries = "deliveries";

    /// <summary>The ordering key as it was sent, on the wire; set by the platform.</summary>
    public const string OrderingKey = "orderingKey";

    /// <summary>The trace that sent it (W3C Trace Context, traceparent).</summary>
    public const string TraceParent = "traceparent";

    /// <summary>No properties.</summary>
    public static IReadOnlyDictionary<string, string> None { get; } = ReadOnlyDictionary<string, string>.Empty;

    internal static bool IsReserved(string name) => name is Tenant or Id or Deliveries or OrderingKey;

    /// <summary>The message with the current trace, so that whoever handles it goes on with that one.</summary>
    internal static OutgoingMessage Traced(OutgoingMessage message) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace }
        && !message.Properties.ContainsKey(TraceParent)
        && MessageLimits.HasRoomForTrace(message)
            ? message with
            {
                Properties = new Dictionary<string, string>(message.Properties, StringComparer.Ordinal)
                {
                    [TraceParent] = trace,
                },
            }
            : message;
}
