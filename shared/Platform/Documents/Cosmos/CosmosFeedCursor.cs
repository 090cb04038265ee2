using System.Buffers.Text;
using System.Text;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>A place in a change feed: the service's own continuation, and when we got it, for graves are kept for a time only.</summary>
internal sealed record CosmosFeedCursor(string Continuation, DateTimeOffset At)
{
    private const int FeedBytes = 16;

    public string Write(string tenant, CollectionPath collection) =>
        Base64Url.EncodeToString([
            .. Feed(tenant, collection),
            .. BitConverter.GetBytes(At.UtcTicks),
            .. Encoding.UTF8.GetBytes(Continuation),
        ]);

    /// <exception cref="ArgumentException">Another feed's, or none at all.</exception>
    public static CosmosFeedCursor? Read(string? cursor, string tenant, CollectionPath collection)
    {
        if (cursor is null)
        {
            return null;
        }
        var bytes = cursor.Length > 0 && Base64Url.IsValid(cursor) ? Base64Url.DecodeFromChars(cursor) : [];
        return bytes.Length > FeedBytes + 8 && bytes.AsSpan(0, FeedBytes).SequenceEqual(Feed(tenant, collection))
            ? new(
                Encoding.UTF8.GetString(bytes.AsSpan(FeedBytes + 8)),
                new(BitConverter.ToInt64(bytes, FeedBytes), TimeSpan.Zero)
            )
            : throw new ArgumentException($"The cursor was not made by the change feed of {collection}.");
    }

    private static byte[] Feed(string tenant, CollectionPath collection) =>
        Convert.FromHexString(Identifiers.From("", "cosmos-changes", tenant, collection.Value).AsSpan(1));
}
