namespace IntegrationFunctions.Platform.Documents.Transfer;

/// <summary>
/// The file that a tenant's documents travel in: NDJSON (UTF-8, a JSON object a line). The first line says
/// <c>{"format":"integration-functions-tenant","version":1,"tenant":"ten_demo","leftOut":["secrets","secret-keys"]}</c>; each further one is a
/// document: <c>{"path":"invoices/i1","createdAt":"2026-01-31T09:00:00.0000000+00:00","updatedAt":..,"expiresAt":..,"content":{..}}</c>.
/// </summary>
public static class TransferFormat
{
    /// <summary>What the header calls it.</summary>
    public const string Name = "integration-functions-tenant";

    /// <summary>Of the format.</summary>
    public const int Version = 1;

    /// <summary>The content type.</summary>
    public const string ContentType = "application/x-ndjson";

    /// <summary>Longer lines than any document makes are refused before they fill the memory. Bytes.</summary>
    internal const int MaxLine = (2 * DocumentBatch.MaxBytes) + 65_536;

    /// <summary>
    /// Groups that stay at home: sealed or signed with keys of this installation, so they could be read, or would be believed, nowhere else.
    /// </summary>
    public static IReadOnlyList<string> LeftOut { get; } = ["secrets", "secret-keys", "idempotency", "audit"];
}

/// <summary>What an export or an import did.</summary>
/// <param name="Documents">How many documents.</param>
/// <param name="Collections">In how many collections.</param>
public sealed record TransferFigures(long Documents, long Collections);

/// <summary>A file that can't be imported; nothing of it was.</summary>
public sealed class TransferException(long line, string reason)
    : Exception($"Line {line}: {reason} Nothing was imported.")
{
    /// <summary>From 1.</summary>
    public long Line { get; } = line;
}
