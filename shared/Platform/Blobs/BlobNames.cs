using System.Buffers;

namespace IntegrationFunctions.Platform.Blobs;

/// <summary>
/// What a blob may be called, on every store: a path of non-empty segments, 1 to 900 characters, none of its segments ending with a dot, no
/// backslash, no control character (Azure Blob Storage, "Naming and referencing containers, blobs, and metadata"; of its 1,024 characters
/// the tenant takes some).
/// </summary>
public static class BlobNames
{
    /// <summary>Longest name, in characters.</summary>
    public const int MaxLength = 900;

    private const int MaxSegments = 200;
    private const int MaxMetadata = 4096;
    private static readonly SearchValues<char> KeyCharacters = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789_"
    );

    /// <summary>Refuses what can't be a name.</summary>
    /// <exception cref="ArgumentException">It can't; the message says why.</exception>
    public static void Check(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name.Length is 0 or > MaxLength)
        {
            throw Refused(name, $"it has {name.Length} characters; give 1 to {MaxLength}");
        }
        CheckCharacters(name);
        var segments = name.Split('/');
        if (segments.Length > MaxSegments)
        {
            throw Refused(name, $"it has {segments.Length} segments; give at most {MaxSegments}");
        }
        // "." and ".." end with a dot, too.
        if (Array.Find(segments, s => s.Length == 0 || s.EndsWith('.')) is { } segment)
        {
            throw Refused(
                name,
                segment.Length == 0 ? "a segment is empty" : $"the segment '{segment}' ends with a dot"
            );
        }
    }

    /// <summary>Refuses what no name can begin with; a prefix may end anywhere, also within a segment.</summary>
    internal static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        CheckCharacters(prefix);
        if (
            prefix.Length > MaxLength
            || prefix.StartsWith('/')
            || prefix.Split('/').SkipLast(1).Any(s => s is "" or "." or "..")
        )
        {
            throw Refused(prefix, "no name begins like this");
        }
    }

    /// <summary>Refuses metadata, hashes and conditions that no store could keep.</summary>
    internal static void Check(BlobWrite write)
    {
        if (!System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(write.ContentType, out _))
        {
            throw new ArgumentException($"'{write.ContentType}' is no media type; give one such as application/xml.");
        }
        if (write is { IfMatch: not null, OnlyIfAbsent: true })
        {
            throw new ArgumentException("A blob can't be another version and absent; give IfMatch or OnlyIfAbsent.");
        }
        if (write.Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            throw new ArgumentException($"'{hash}' is no SHA-256; give 64 hexadecimal digits.");
        }
        foreach (var key in write.Metadata.Keys)
        {
            if (key.Length == 0 || key.AsSpan().ContainsAnyExcept(KeyCharacters) || !char.IsAsciiLetterLower(key[0]))
            {
                throw new ArgumentException(
                    $"'{key}' can't name metadata: lower-case letters, digits and underscores, a letter first."
                );
            }
        }
        var size = write.Metadata.Sum(m => m.Key.Length + Uri.EscapeDataString(m.Value).Length);
        if (size > MaxMetadata)
        {
            throw new ArgumentException($"The metadata has {size} bytes; at most {MaxMetadata} are kept.");
        }
    }

    internal static void Check(BlobRange? range)
    {
        if (range is not null)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(range.Offset, nameof(range));
            ArgumentOutOfRangeException.ThrowIfLessThan(range.Length ?? 1, 1, nameof(range));
        }
    }

    internal static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
    }

    internal static void CheckTenant(string tenantId)
    {
        if (!IdRules.IsId(tenantId))
        {
            throw new ArgumentException($"'{tenantId}' is no tenant's id.", nameof(tenantId));
        }
    }

    private static void CheckCharacters(string name)
    {
        // Half a surrogate pair would become another name in UTF-8.
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var pair = char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]);
            if (c == '\\' || char.IsControl(c) || (char.IsSurrogate(c) && !pair))
            {
                throw Refused(name, $"the character U+{(int)c:X4} at {i} is not allowed");
            }
            i += pair ? 1 : 0;
        }
    }

    private static ArgumentException Refused(string name, string why)
    {
        var shown = new string([.. name.Take(80).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
        return new ArgumentException($"'{shown}' can't be a blob's name: {why}.");
    }
}
