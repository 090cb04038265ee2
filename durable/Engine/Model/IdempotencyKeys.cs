using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace IntegrationFunctions.Durable;

/// <summary>Makes <see cref="TaskActivityContext.IdempotencyKey"/>, the same way behind every backend.</summary>
public static class IdempotencyKeys
{
    /// <summary>32 hexadecimal digits: the first half of the SHA-256 over instance id, execution id and step.</summary>
    public static string Of(string instanceId, string? executionId, int taskId)
    {
        var instance = Encoding.UTF8.GetBytes(instanceId);
        var execution = Encoding.UTF8.GetBytes(executionId ?? "");
        // The length in front keeps ("ab","c") and ("a","bc") apart.
        var all = new byte[8 + instance.Length + execution.Length];
        BinaryPrimitives.WriteInt32BigEndian(all, instance.Length);
        BinaryPrimitives.WriteInt32BigEndian(all.AsSpan(4), taskId);
        instance.CopyTo(all, 8);
        execution.CopyTo(all, 8 + instance.Length);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(all, digest);
        return Convert.ToHexStringLower(digest[..16]);
    }
}
