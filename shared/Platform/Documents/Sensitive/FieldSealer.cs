using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Platform.Secrets;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Documents.Sensitive;

/// <summary>
/// Seals the sensitive values of one tenant's documents. A sealed value is the string <c>sealed.1.KEY.BOX</c>: number of the tenant's data key;
/// nonce, ciphertext and tag in base64url. It opens only for its tenant, in its document, in its field.
/// </summary>
internal sealed class FieldSealer(ITenantKeys keys, string tenantId)
{
    private static ReadOnlySpan<byte> Mark => "sealed.1."u8;

    public static bool IsBox(in Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String && reader.ValueSpan.StartsWith(Mark);

    public Task<DataKey> Current(CancellationToken ct) => keys.Current(tenantId, ct);

    /// <summary>The text with the values sealed.</summary>
    public byte[] Seal(ReadOnlySpan<byte> json, IReadOnlyList<SealedSpan> spans, DocumentPath path, DataKey key)
    {
        var boxes = new byte[spans.Count][];
        for (var i = 0; i < boxes.Length; i++)
        {
            var box = key.Seal(json.Slice(spans[i].Start, spans[i].Length), Place(path, spans[i].Field));
            boxes[i] = Encoding.ASCII.GetBytes(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"\"sealed.1.{key.Number}.{Base64Url.EncodeToString(box)}\""
                )
            );
        }
        var next = 0;
        return SealedSpans.Replace(json, spans, _ => boxes[next++]);
    }

    /// <summary>The document with what was sealed opened; itself where nothing was.</summary>
    /// <exception cref="KeyDestroyedException">The key that a value was sealed with was destroyed.</exception>
    /// <exception cref="StorageException">A value was changed, or comes from another place.</exception>
    public async ValueTask<Document> Open(Document document, SealedFields fields, CancellationToken ct)
    {
        if (document.Content.IsEmpty)
        {
            return document;
        }
        var spans = SealedSpans.Boxes(document.Content.Span, fields);
        if (spans.Count == 0)
        {
            return document;
        }
        var values = new byte[spans.Count][];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = await Open(document, spans[i], ct).ConfigureAwait(false);
        }
        var next = 0;
        var content = SealedSpans.Replace(document.Content.Span, spans, _ => values[next++]);
        foreach (var value in values)
        {
            CryptographicOperations.ZeroMemory(value);
        }
        return document with { Content = content };
    }

    /// <summary>Number of the key that a value was sealed with, or null where it isn't readable.</summary>
    public static int? KeyOf(ReadOnlySpan<byte> json, SealedSpan span) =>
        TryParse(json, span, out var number, out _) ? number : null;

    private async Task<byte[]> Open(Document document, SealedSpan span, CancellationToken ct)
    {
        if (TryParse(document.Content.Span, span, out var number, out var box))
        {
            var key = await keys.Find(tenantId, number, ct).ConfigureAwait(false);
            if (key.Open(box, Place(document.Path, span.Field)) is { } value)
            {
                return value;
            }
        }
        throw new StorageException(
            $"The sealed field {span.Field} of {document.Path} of tenant {tenantId} can't be opened: it was changed, or moved here from "
                + "another document or field. Restore the document from a backup, or write it anew."
        );
    }

    private static bool TryParse(ReadOnlySpan<byte> json, SealedSpan span, out int number, out byte[] box)
    {
        // Without the quotes and the mark.
        var rest = json.Slice(span.Start + 1, span.Length - 2)[Mark.Length..];
        var dot = rest.IndexOf((byte)'.');
        box = [];
        number = 0;
        if (
            dot < 1
            || !int.TryParse(rest[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out number)
            || !Base64Url.IsValid(rest[(dot + 1)..])
        )
        {
            return false;
        }
        box = Base64Url.DecodeFromUtf8(rest[(dot + 1)..]);
        return true;
    }

    private byte[] Place(DocumentPath path, string field) => Sealing.Associated("field", tenantId, path.Value, field);
}
