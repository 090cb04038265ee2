using System.Buffers.Binary;
using System.Buffers.Text;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>A place in a change feed.</summary>
/// <param name="After">Sequence of the last entry that was read; 0: none.</param>
/// <param name="Since">
/// What was forgotten when the reading began: a reader who begins today misses nothing of the deletions that were forgotten before.
/// </param>
internal readonly record struct FeedCursor(long After, long Since)
{
    private const int FeedBytes = 16;

    /// <summary>Whether a deletion that the reader was never told is forgotten.</summary>
    public bool Missed(long forgotten) => After > 0 && forgotten > Math.Max(After, Since);

    // 16 bytes that stand for the feed, 8 for the place in it, 8 for the beginning.
    public string Write(string tenant, CollectionPath collection)
    {
        Span<byte> bytes = stackalloc byte[FeedBytes + 16];
        Feed(tenant, collection).CopyTo(bytes);
        BinaryPrimitives.WriteInt64BigEndian(bytes[FeedBytes..], After);
        BinaryPrimitives.WriteInt64BigEndian(bytes[(FeedBytes + 8)..], Since);
        return Base64Url.EncodeToString(bytes);
    }

    /// <exception cref="ArgumentException">Another feed's, or none at all.</exception>
    public static FeedCursor Read(string? cursor, string tenant, CollectionPath collection)
    {
        if (cursor is null)
        {
            return default;
        }
        Span<byte> bytes = stackalloc byte[FeedBytes + 16];
        // 24 bytes: from before there was a beginning; readers keep their cursors for long.
        return
            cursor.Length is 32 or 43
            && Base64Url.IsValid(cursor)
            && Base64Url.TryDecodeFromChars(cursor, bytes, out var length)
            && length is FeedBytes + 8 or FeedBytes + 16
            && bytes[..FeedBytes].SequenceEqual(Feed(tenant, collection))
            ? new(
                BinaryPrimitives.ReadInt64BigEndian(bytes[FeedBytes..]),
                length == FeedBytes + 16 ? BinaryPrimitives.ReadInt64BigEndian(bytes[(FeedBytes + 8)..]) : 0
            )
            : throw new ArgumentException($"The cursor was not made by the change feed of {collection}.");
    }

    private static byte[] Feed(string tenant, CollectionPath collection) =>
        Convert.FromHexString(Identifiers.From("", "changes", tenant, collection.Value).AsSpan(1));
}
