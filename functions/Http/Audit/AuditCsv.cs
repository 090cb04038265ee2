using System.Globalization;
using System.Text;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Platform;

namespace IntegrationFunctions.Functions.Http.Audit;

/// <summary>CSV (RFC 4180). What a spreadsheet would take for a formula begins with an apostrophe, so that it stays text.</summary>
internal static class AuditCsv
{
    private const string Head =
        "sequence,at,action,subjectType,subjectId,actorType,actorId,keyId,address,userAgent,correlationId,before,after,detail,previousHash,hash\r\n";

    public static async Task Write(Stream body, IAsyncEnumerable<AuditEntry> entries, CancellationToken ct)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes(Head), ct);
        await foreach (var entry in entries)
        {
            await body.WriteAsync(Encoding.UTF8.GetBytes(Row(entry)), ct);
        }
    }

    internal static string Row(AuditEntry e)
    {
        string?[] cells =
        [
            e.Sequence.ToString(CultureInfo.InvariantCulture),
            e.At,
            e.Action,
            e.SubjectType,
            e.SubjectId,
            e.ActorType,
            e.ActorId,
            e.KeyId,
            e.Address,
            e.UserAgent,
            e.CorrelationId,
            e.Before,
            e.After,
            e.Detail,
            e.PreviousHash,
            e.Hash,
        ];
        return string.Join(',', cells.Select(Cell)) + "\r\n";
    }

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }
        var safe = FormulaGuard.Guard(text);
        return safe.AsSpan().ContainsAny(",\"\r\n'\t ")
            ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : safe;
    }
}
