using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host.CustomHandler;

namespace IntegrationFunctions.Functions.Documents;

/// <summary>The change feeds that the Functions host follows for us.</summary>
internal static class DocumentFunctions
{
    public static IEnumerable<FunctionDeclaration> All =>
        [Declare("PaymentDocuments", PaymentDocumentTrigger.Payments)];

    private static FunctionDeclaration Declare(string name, string collectionGroup) =>
        new()
        {
            Name = name,
            Bindings = [FunctionBinding.Documents(collectionGroup), FunctionBinding.Client],
            // Without this the host goes on past changes that failed; with it they come again until they succeed.
            Retry = new JsonObject
            {
                ["strategy"] = "exponentialBackoff",
                ["maxRetryCount"] = -1,
                ["minimumInterval"] = "00:00:01",
                ["maximumInterval"] = "00:05:00",
            },
            Handle = async (call, ct) =>
            {
                var trigger = call
                    .Services.GetServices<IDocumentTrigger>()
                    .Single(trigger => trigger.CollectionGroup == collectionGroup);
                await trigger.Handle(Read(call), ct);
                return FunctionAnswer.Done;
            },
        };

    /// <summary>
    /// The documents of a call, by what every item has (docs/adr/0008): its name, and as partition the tenant and the path of its parent. Messages
    /// that wait beside them are none.
    /// </summary>
    /// <exception cref="EnvelopeException">It is no array of such items.</exception>
    internal static IReadOnlyList<ChangedDocument> Read(Invocation call)
    {
        var documents = call.Value("documents");
        if (documents.ValueKind != JsonValueKind.Array)
        {
            throw new EnvelopeException("Data.documents must be an array of documents.");
        }
        return
        [
            .. documents
                .EnumerateArray()
                .Select(Read)
                .Where(read => read.IsDocument)
                .Select(read => new ChangedDocument(read.TenantId, read.Id)),
        ];
    }

    private static (string TenantId, string Id, bool IsDocument) Read(JsonElement item, int index)
    {
        var id = Text(item, "name") ?? Text(item, "id") ?? throw Missing(index, "id");
        var partition = Text(item, "partition") ?? throw Missing(index, "partition");
        return partition.Split('/') is ["tenants", { Length: > 0 } tenant, ..]
            ? (tenant, id, Text(item, "kind") is null or "document")
            : throw new EnvelopeException(
                $"Data.documents[{index}].partition is '{partition}'; it must begin with tenants/ and the tenant's id."
            );
    }

    private static string? Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object
        && item.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private static EnvelopeException Missing(int index, string name) =>
        new($"Data.documents[{index}] has no text '{name}', which every document of the platform has.");
}
