using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Tests.Compliance;

/// <summary>Documents as the text that they are stored as.</summary>
internal static class Json
{
    public static readonly JsonTypeInfo<JsonElement> Type =
        (JsonTypeInfo<JsonElement>)JsonSerializerOptions.Default.GetTypeInfo(typeof(JsonElement));

    public static JsonElement Of(string text) => JsonElement.Parse(text);

    public static string Text(this Document document) => Encoding.UTF8.GetString(document.Content.Span);

    public static DocumentBatch Create(this DocumentBatch batch, string id, string json) =>
        batch.Create(id, Of(json), Type);

    public static DocumentBatch Set(this DocumentBatch batch, string id, string json, string? ifMatch = null) =>
        batch.Set(id, Of(json), Type, ifMatch);

    public static Task<CommitResult> Create(this IDocumentStore store, string path, string json) =>
        store.Create(path, Of(json), Type);

    public static Task<CommitResult> Set(this IDocumentStore store, string path, string json, string? ifMatch = null) =>
        store.Set(path, Of(json), Type, ifMatch);
}
