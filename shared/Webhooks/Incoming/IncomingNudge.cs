using System.Text.Json.Serialization;

namespace IntegrationFunctions.Webhooks.Incoming;

/// <summary>Body of a message in <see cref="IncomingInbox.Queue"/>: which webhook has messages to handle.</summary>
public sealed record IncomingNudge(string WebhookId);

/// <summary>Writes and reads <see cref="IncomingNudge"/>.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IncomingNudge))]
public sealed partial class NudgeJson : JsonSerializerContext;
