using System.Text;

namespace IntegrationFunctions.Platform.Documents.Updates;

/// <summary>What every store refuses in an update before it writes.</summary>
internal static class UpdateRules
{
    /// <summary>Levels of a field: deeper documents are refused by many a reader of JSON.</summary>
    private const int MaxLevels = 32;

    /// <summary>Checks the fields, and counts the bytes of their names and values.</summary>
    /// <exception cref="ArgumentException">A field is not acceptable.</exception>
    public static long Check(DocumentPath path, DocumentUpdate? update)
    {
        if (update is null)
        {
            throw new ArgumentException($"The update of {path} says nothing: give it a DocumentUpdate.");
        }
        var bytes = 0L;
        foreach (var change in update.Changes)
        {
            var names = change.Field.Split('.');
            if (names.Length > MaxLevels || names.Any(name => !FieldPath.IsName(name)))
            {
                throw new ArgumentException(
                    $"'{change.Field}' can't be a field of the update of {path}: names joined by dots, none of them empty, at most {MaxLevels}, "
                        + "without quotes, backslashes and control characters."
                );
            }
            bytes += Encoding.UTF8.GetByteCount(change.Field);
            bytes += change.Value is null ? 4 : Encoding.UTF8.GetByteCount(change.Value.ToJsonString());
        }
        return bytes;
    }

    /// <summary>Checks what an update made of a document.</summary>
    /// <exception cref="ArgumentException">It is larger than a document may be.</exception>
    public static void CheckResult(DocumentPath path, ReadOnlyMemory<byte> content)
    {
        if (content.Length > DocumentBatch.MaxBytes)
        {
            throw new ArgumentException(
                $"The update would make {path} {content.Length} bytes long; at most {DocumentBatch.MaxBytes} are allowed. "
                    + "Take something away from it, or put large content into a blob."
            );
        }
    }
}
