using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// A document as an item: the content under <c>c</c>, everything else beside it. The exact text is in <c>raw</c> where <c>c</c> would not give
/// it back. A deleted document stays for a while as a grave with its last content, for the change feed tells no deletions otherwise.
/// </summary>
internal sealed record CosmosItem
{
    public const string Kind = "document";

    public required string Partition { get; init; }

    public required string Tenant { get; init; }

    public required DocumentPath Path { get; init; }

    public required ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Ours, not Cosmos DB's: a commit whose answer was lost knows its own writes by it.</summary>
    public required string ETag { get; init; }

    /// <summary>1 at the first write.</summary>
    public required long Version { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    public DateTimeOffset? Expires { get; init; }

    public bool Deleted { get; init; }

    /// <summary>Its place among the writes of its batch: they share a place in the change feed.</summary>
    public int Place { get; init; }

    /// <summary>Seconds after which Cosmos DB itself removes the item.</summary>
    public int? TimeToLive { get; init; }

    /// <summary>Cosmos DB's etag of what was read: what a replacement demands.</summary>
    public string StoredETag { get; init; } = "";

    /// <summary>Place in the change feed; 0 where it wasn't read from there.</summary>
    public long Lsn { get; init; }

    public bool IsThere(DateTimeOffset now) => !Deleted && !(Expires <= now);

    public Document Document => new(Path, Content, ETag, Created, Updated) { ExpiresAt = Expires };

    public static string PartitionOf(string tenant, CollectionPath collection) =>
        collection.Parent.Length == 0 ? $"tenants/{tenant}" : $"tenants/{tenant}/{collection.Parent}";

    /// <summary>An item's id. Begins with <c>~</c> only where it is not the document's own: dots alone would be taken for a path, a blank at the end be lost.</summary>
    public static string IdOf(string id) => id[0] == '~' || id[^1] == ' ' || id.All(c => c == '.') ? $"~d{id}~" : id;

    /// <summary>An item that takes a document's id for the time of a batch, to show that it is free.</summary>
    public static byte[] Guard(string partition, string id) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, string>
            {
                ["id"] = IdOf(id),
                ["partition"] = partition,
                ["kind"] = "guard",
            }
        );

    public byte[] ToUtf8()
    {
        using var output = new MemoryStream();
        using (var writer = new Utf8JsonWriter(output, new() { MaxDepth = 1000 }))
        {
            var plain = CosmosJson.Plain(Content);
            writer.WriteStartObject();
            writer.WriteString("id", IdOf(Path.Id));
            writer.WriteString("partition", Partition);
            writer.WriteString("kind", Kind);
            writer.WriteString("tenant", Tenant);
            writer.WriteString("path", Path.Value);
            writer.WriteString("name", Path.Id);
            writer.WriteString("etag", ETag);
            writer.WriteNumber("version", Version);
            writer.WriteNumber("place", Place);
            writer.WriteString("created", Text(Created));
            writer.WriteString("updated", Text(Updated));
            if (Expires is { } expires)
            {
                writer.WriteString("expires", Text(expires));
            }
            if (Deleted)
            {
                writer.WriteBoolean("deleted", true);
            }
            if (TimeToLive is { } seconds)
            {
                writer.WriteNumber("ttl", seconds);
            }
            writer.WritePropertyName("c");
            writer.WriteRawValue(plain, skipInputValidation: true);
            if (!plain.AsSpan().SequenceEqual(Content.Span))
            {
                writer.WriteString("raw", Content.Span);
            }
            writer.WriteEndObject();
        }
        return output.ToArray();
    }

    public static CosmosItem Read(JsonElement item) =>
        new()
        {
            Partition = item.GetProperty("partition").GetString()!,
            Tenant = item.GetProperty("tenant").GetString()!,
            Path = item.GetProperty("path").GetString()!,
            ETag = item.GetProperty("etag").GetString()!,
            Version = item.GetProperty("version").GetInt64(),
            Place = item.GetProperty("place").GetInt32(),
            Created = Time(item, "created")!.Value,
            Updated = Time(item, "updated")!.Value,
            Expires = Time(item, "expires"),
            Deleted = item.TryGetProperty("deleted", out _),
            Content = item.TryGetProperty("raw", out var raw)
                ? Encoding.UTF8.GetBytes(raw.GetString()!)
                : CosmosJson.Plain(item.GetProperty("c")),
            StoredETag = item.TryGetProperty("_etag", out var stored) ? stored.GetString()! : "",
            Lsn = item.TryGetProperty("_lsn", out var lsn) ? lsn.GetInt64() : 0,
        };

    // Ticks have more digits than a double; this text sorts as the times do.
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset? Time(JsonElement item, string name) =>
        item.TryGetProperty(name, out var text)
            ? DateTimeOffset.ParseExact(
                text.GetString()!,
                "O",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            )
            : null;
}
