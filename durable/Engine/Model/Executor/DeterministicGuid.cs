using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Durable.Executor;

/// <summary>
/// Name-based UUIDs (RFC 9562, section 5.5) over instance id, time of the turn and a counter, in the namespace that Durable Task uses:
/// sub-orchestrations get the ids that the official executor gives them.
/// </summary>
internal static class DeterministicGuid
{
    private static readonly byte[] Namespace = new Guid("9e952958-5e33-4daf-827f-2fa12937b875").ToByteArray(
        bigEndian: true
    );

    public static Guid Create(string instanceId, DateTime now, int counter)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{instanceId}_{now:o}_{counter}");
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        SHA1.HashData([.. Namespace, .. Encoding.UTF8.GetBytes(name)], digest);
        digest[6] = (byte)((digest[6] & 0x0F) | 0x50);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return new Guid(digest[..16], bigEndian: true);
    }
}
