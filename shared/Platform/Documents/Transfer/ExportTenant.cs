using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Transfer;

/// <summary>Writes all documents of a tenant, as <see cref="TransferFormat"/> says, a page in memory at a time.</summary>
/// <param name="stores">Where they are.</param>
public sealed class ExportTenant(IDocumentStores stores)
{
    private const int PageSize = 100;
    private const int FlushBytes = 65_536;

    /// <summary>
    /// Collections in the order of their paths, documents in the order of their ids: the same documents give the same bytes. What is written
    /// meanwhile may be in it or not.
    /// </summary>
    public async Task<TransferFigures> Run(string tenantId, Stream output, CancellationToken ct = default)
    {
        var store = stores.ForTenant(tenantId);
        using var buffer = new MemoryStream();
        await using var json = new Utf8JsonWriter(buffer);
        WriteHeader(json, tenantId);
        long documents = 0;
        long collections = 0;
        foreach (var collection in await store.Collections(ct).ConfigureAwait(false))
        {
            if (TransferFormat.LeftOut.Contains(collection.Group))
            {
                continue;
            }
            collections++;
            var query = new DocumentQuery(collection).Limit(PageSize);
            await foreach (var document in store.QueryAll(query, ct).ConfigureAwait(false))
            {
                NewLine(json, buffer);
                Write(json, document);
                documents++;
                if (buffer.Length > FlushBytes)
                {
                    await Flush(buffer, output, ct).ConfigureAwait(false);
                }
            }
        }
        NewLine(json, buffer);
        await Flush(buffer, output, ct).ConfigureAwait(false);
        await output.FlushAsync(ct).ConfigureAwait(false);
        return new(documents, collections);
    }

    private static void WriteHeader(Utf8JsonWriter json, string tenantId)
    {
        json.WriteStartObject();
        json.WriteString("format", TransferFormat.Name);
        json.WriteNumber("version", TransferFormat.Version);
        json.WriteString("tenant", tenantId);
        json.WriteStartArray("leftOut");
        foreach (var group in TransferFormat.LeftOut)
        {
            json.WriteStringValue(group);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, Document document)
    {
        json.WriteStartObject();
        json.WriteString("path", document.Path.Value);
        json.WriteString("createdAt", document.CreatedAt);
        json.WriteString("updatedAt", document.UpdatedAt);
        if (document.ExpiresAt is { } expiresAt)
        {
            json.WriteString("expiresAt", expiresAt);
        }
        json.WritePropertyName("content");
        if (document.Content.Span.ContainsAny("\r\n"u8))
        {
            // A store may keep the spaces between; a document is one line here.
            using var parsed = JsonDocument.Parse(document.Content);
            parsed.RootElement.WriteTo(json);
        }
        else
        {
            // As it is: numbers to the digit, strings to the escape.
            json.WriteRawValue(document.Content.Span, skipInputValidation: true);
        }
        json.WriteEndObject();
    }

    private static void NewLine(Utf8JsonWriter json, MemoryStream buffer)
    {
        json.Flush();
        buffer.Write("\n"u8);
        json.Reset();
    }

    private static async Task Flush(MemoryStream buffer, Stream output, CancellationToken ct)
    {
        await output.WriteAsync(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), ct).ConfigureAwait(false);
        buffer.SetLength(0);
    }
}
