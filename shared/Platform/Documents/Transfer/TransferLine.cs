using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace IntegrationFunctions.Platform.Documents.Transfer;

/// <summary>A document as a line of the file.</summary>
internal readonly record struct TransferLine(DocumentPath Path, ReadOnlyMemory<byte> Content, DateTimeOffset? ExpiresAt)
{
    /// <exception cref="TransferException">It is not the first line of such a file, or of another version.</exception>
    public static void CheckHeader(byte[] text)
    {
        using var json = Parse(1, text);
        if (Text(json.RootElement, "format") != TransferFormat.Name)
        {
            throw new TransferException(
                1,
                $"It is not the beginning of an exported tenant: {{\"format\":\"{TransferFormat.Name}\",...}}. Name a file that tenant export wrote."
            );
        }
        if (
            !json.RootElement.TryGetProperty("version", out var version)
            || version.ValueKind != JsonValueKind.Number
            || !version.TryGetInt32(out var number)
            || number != TransferFormat.Version
        )
        {
            throw new TransferException(
                1,
                $"The file is of another version than {TransferFormat.Version}, which is all that this program reads. "
                    + "Import it with the version of the program that wrote it."
            );
        }
    }

    /// <exception cref="TransferException">Something is wrong with it.</exception>
    public static TransferLine Parse(long number, byte[] text, DocumentCatalogue catalogue)
    {
        using var json = Parse(number, text);
        try
        {
            var path = new DocumentPath(
                Text(json.RootElement, "path") ?? throw new ArgumentException("It has no \"path\" with a text.")
            );
            var group = path.Collection.Group;
            if (TransferFormat.LeftOut.Contains(group))
            {
                throw new ArgumentException(
                    $"Documents of '{group}' are not imported: they belong to one installation."
                );
            }
            catalogue.Find(group);
            if (
                !json.RootElement.TryGetProperty("content", out var content)
                || content.ValueKind != JsonValueKind.Object
            )
            {
                throw new ArgumentException($"The \"content\" of {path} is not a JSON object.");
            }
            var bytes = Encoding.UTF8.GetBytes(content.GetRawText());
            return bytes.Length <= DocumentBatch.MaxBytes
                ? new(path, bytes, Expiry(json.RootElement))
                : throw new ArgumentException(
                    $"{path} is {bytes.Length} bytes long; at most {DocumentBatch.MaxBytes} are allowed."
                );
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            throw new TransferException(number, e.Message.TrimEnd('.') + ".");
        }
    }

    private static DateTimeOffset? Expiry(JsonElement line)
    {
        if (!line.TryGetProperty("expiresAt", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }
        return value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var time)
            ? time
            : throw new ArgumentException("Its \"expiresAt\" is no time as ISO 8601 writes it.");
    }

    private static JsonDocument Parse(long number, byte[] text)
    {
        if (!Utf8.IsValid(text))
        {
            throw new TransferException(number, "It is not UTF-8. Export the tenant anew, and don't convert the file.");
        }
        try
        {
            var json = JsonDocument.Parse(text);
            if (json.RootElement.ValueKind == JsonValueKind.Object)
            {
                return json;
            }
            json.Dispose();
        }
        catch (JsonException)
        {
            // Said below.
        }
        throw new TransferException(number, "It is not a JSON object. Export the tenant anew.");
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
