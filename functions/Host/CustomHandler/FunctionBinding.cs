using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>One entry of <c>bindings</c> in a function.json. The first of a function is its trigger.</summary>
/// <param name="Name">Key of the binding's value in the envelope.</param>
/// <param name="Type">As the host calls it: <c>timerTrigger</c>.</param>
/// <param name="Settings">What the type needs besides; null: nothing.</param>
/// <param name="Direction"><c>in</c> or <c>out</c>.</param>
internal sealed record FunctionBinding(string Name, string Type, JsonObject? Settings = null, string Direction = "in")
{
    /// <summary>Prefix of the app settings that say where Service Bus is.</summary>
    public const string MessagesConnection = "Messages";

    /// <summary>Prefix of the app settings that say where Cosmos DB is.</summary>
    public const string DocumentsConnection = "Documents";

    /// <summary>The host's own storage account, which storage queues are taken from.</summary>
    public const string StorageConnection = "AzureWebJobsStorage";

    private static readonly string[] AllMethods = ["get", "head", "options", "post", "put", "patch", "delete"];

    /// <summary>Brings the address of the Durable Functions extension, which is new at each start of the host.</summary>
    public static readonly FunctionBinding Client = new("client", "durableClient");

    /// <summary>An orchestrator. <c>$return</c> is never declared: the host would decode what looks like base64.</summary>
    public static readonly FunctionBinding Orchestration = new("context", "orchestrationTrigger");

    /// <summary>An activity.</summary>
    public static readonly FunctionBinding Activity = new("input", "activityTrigger");

    /// <summary>Runs on every new instance before it is given work.</summary>
    public static readonly FunctionBinding Warmup = new("warmup", "warmupTrigger");

    /// <summary>The answer of an HTTP function.</summary>
    public static readonly FunctionBinding HttpAnswer = new("response", "http", Direction: "out");

    /// <summary>A clock. <paramref name="schedule"/>: NCRONTAB with six fields, the first of them seconds; UTC.</summary>
    public static FunctionBinding Timer(string schedule) =>
        // Work that is due is asked for again at the next tick, so no tick needs to be made up for.
        new("timer", "timerTrigger", new JsonObject { ["schedule"] = schedule, ["useMonitor"] = false });

    /// <summary>A queue, wherever it is.</summary>
    /// <param name="queue">Its name.</param>
    /// <param name="home">Where it is.</param>
    /// <param name="ordered">Whether it has sessions; at a storage queue nothing is kept in order.</param>
    public static FunctionBinding Queue(string queue, QueueHome home, bool ordered = false) =>
        home == QueueHome.ServiceBus
            ? new(
                "message",
                "serviceBusTrigger",
                ordered
                    ? new JsonObject
                    {
                        ["queueName"] = queue,
                        ["connection"] = MessagesConnection,
                        ["isSessionsEnabled"] = true,
                    }
                    : new JsonObject { ["queueName"] = queue, ["connection"] = MessagesConnection }
            )
            : new(
                "message",
                "queueTrigger",
                new JsonObject { ["queueName"] = queue, ["connection"] = StorageConnection }
            );

    /// <summary>The changes of a collection group, from its first document on. Names are those of infra/bicep.</summary>
    public static FunctionBinding Documents(string collectionGroup) =>
        new(
            "documents",
            "cosmosDBTrigger",
            new JsonObject
            {
                ["connection"] = DocumentsConnection,
                ["databaseName"] = "platform",
                ["containerName"] = collectionGroup,
                ["leaseContainerName"] = "leases",
                ["leaseContainerPrefix"] = collectionGroup,
                ["startFromBeginning"] = true,
            }
        );

    /// <summary>HTTP. Sign-in is ours: the host lets everybody in.</summary>
    public static FunctionBinding Http(string route, params string[] methods) =>
        new(
            "request",
            "httpTrigger",
            new JsonObject
            {
                ["authLevel"] = "anonymous",
                ["methods"] = new JsonArray([
                    .. (methods.Length > 0 ? methods : AllMethods).Select(method => JsonValue.Create(method)),
                ]),
                ["route"] = route,
            }
        );

    /// <summary>As it stands in the file.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["name"] = Name,
            ["type"] = Type,
            ["direction"] = Direction,
        };
        foreach (var (key, value) in Settings ?? [])
        {
            json[key] = value?.DeepClone();
        }
        return json;
    }
}

/// <summary>Where the host takes the messages of our queues from.</summary>
internal enum QueueHome
{
    ServiceBus,
    Storage,
}
