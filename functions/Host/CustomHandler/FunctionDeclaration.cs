using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>
/// One function as the Functions host knows it. Its folder with the function.json and the address that the host calls are both made from this,
/// so that they can't tell different stories.
/// </summary>
internal sealed record FunctionDeclaration
{
    /// <summary>Name of the folder and of the address, <c>POST /{Name}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The trigger and what else comes with it.</summary>
    public required IReadOnlyList<FunctionBinding> Bindings { get; init; }

    /// <summary>
    /// Does the work. Null: the host forwards the original request, which our own addresses answer. An exception fails the call, and the host
    /// does what its trigger does with failures (Service Bus: the message is given back).
    /// </summary>
    public Func<Invocation, CancellationToken, Task<FunctionAnswer>>? Handle { get; init; }

    /// <summary>What the host does with failed calls by itself; null: nothing.</summary>
    public JsonObject? Retry { get; init; }

    /// <summary>The trigger.</summary>
    public FunctionBinding Trigger => Bindings[0];

    /// <summary>The host forwards requests of these as they are, and of no others.</summary>
    public bool IsForwarded => Handle is null;

    /// <summary>The function.json. <see cref="GeneratedBy"/> lets a later run recognise its own.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["generatedBy"] = GeneratedBy };
        json["bindings"] = new JsonArray([.. Bindings.Select(binding => binding.ToJson())]);
        if (Retry is not null)
        {
            json["retry"] = Retry.DeepClone();
        }
        return json;
    }

    /// <summary>Who made a function.json.</summary>
    public const string GeneratedBy = "integration-functions";
}
