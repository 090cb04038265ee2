using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Blobs.Local;

/// <summary>
/// One blob in one file, so that one rename puts content and properties in place together: the content, the properties as JSON, their
/// SHA-256, their length (4 bytes, big-endian) and a mark. They stand behind the content because length and hash are known only at its end.
/// </summary>
internal static class BlobFile
{
    private const int HashLength = 32;
    private const int TailLength = HashLength + 4 + 8;
    private const int MostProperties = 64 * 1024;

    private static ReadOnlySpan<byte> Mark => "IFBLOB01"u8;

    public static async Task WriteProperties(Stream file, BlobProperties properties, CancellationToken ct)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(properties, BlobJson.Default.BlobProperties);
        var tail = new byte[TailLength];
        SHA256.HashData(json, tail);
        BinaryPrimitives.WriteInt32BigEndian(tail.AsSpan(HashLength), json.Length);
        Mark.CopyTo(tail.AsSpan(HashLength + 4));
        await file.WriteAsync(json, ct).ConfigureAwait(false);
        await file.WriteAsync(tail, ct).ConfigureAwait(false);
    }

    /// <summary>The properties of an open file.</summary>
    /// <exception cref="StorageException">The file is damaged.</exception>
    public static async Task<BlobProperties> ReadProperties(FileStream file, CancellationToken ct)
    {
        if (file.Length < TailLength)
        {
            throw Damaged(file, "it is cut off");
        }
        var tail = await Read(file, file.Length - TailLength, TailLength, ct).ConfigureAwait(false);
        var length = BinaryPrimitives.ReadInt32BigEndian(tail.AsSpan(HashLength));
        if (!tail.AsSpan(HashLength + 4).SequenceEqual(Mark) || length is < 0 or > MostProperties)
        {
            throw Damaged(file, "its end is not as it was written");
        }
        var content = file.Length - TailLength - length;
        if (content < 0)
        {
            throw Damaged(file, "it is cut off");
        }
        var json = await Read(file, content, length, ct).ConfigureAwait(false);
        if (!SHA256.HashData(json).AsSpan().SequenceEqual(tail.AsSpan(0, HashLength)))
        {
            throw Damaged(file, "its properties are not as they were written");
        }
        var properties = JsonSerializer.Deserialize(json, BlobJson.Default.BlobProperties)!;
        return properties.Length == content ? properties : throw Damaged(file, "its length is not the one written");
    }

    private static async Task<byte[]> Read(FileStream file, long position, int count, CancellationToken ct)
    {
        var bytes = new byte[count];
        file.Position = position;
        await file.ReadExactlyAsync(bytes, ct).ConfigureAwait(false);
        return bytes;
    }

    private static StorageException Damaged(FileStream file, string how) =>
        new($"The blob file {file.Name} is damaged: {how}. Restore it from a backup, or remove the file.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(BlobProperties))]
internal sealed partial class BlobJson : JsonSerializerContext;
