using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Connectors.Sync;

/// <summary>
/// Totals of a set of records, for the proof of completeness: count, sum per currency, and a hash that does not depend on their order (the
/// sum, modulo 2^256, of SHA-256 over each record's key and content). Two sides tie only where all three are equal.
/// </summary>
public sealed class Totals
{
    private readonly SortedDictionary<string, decimal> _sums = new(StringComparer.Ordinal);
    private readonly ulong[] _hash = new ulong[4];

    /// <summary>Empty totals.</summary>
    public Totals() { }

    /// <summary>Totals to go on from; the inverse of the three properties.</summary>
    /// <exception cref="FormatException">The hash is not 64 hexadecimal digits.</exception>
    public Totals(long count, IReadOnlyDictionary<string, decimal> sums, string hash)
    {
        Count = count;
        foreach (var (currency, sum) in sums)
        {
            _sums[currency] = sum;
        }
        var bytes = Convert.FromHexString(hash);
        if (bytes.Length != 32)
        {
            throw new FormatException($"'{hash}' is not a hash of 64 hexadecimal digits.");
        }
        for (var i = 0; i < 4; i++)
        {
            _hash[3 - i] = BinaryPrimitives.ReadUInt64BigEndian(bytes.AsSpan(i * 8));
        }
    }

    /// <summary>How many records.</summary>
    public long Count { get; private set; }

    /// <summary>Sums by ISO 4217 code.</summary>
    public IReadOnlyDictionary<string, decimal> Sums => _sums;

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string Hash
    {
        get
        {
            Span<byte> bytes = stackalloc byte[32];
            for (var i = 0; i < 4; i++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(bytes[(i * 8)..], _hash[3 - i]);
            }
            return Convert.ToHexStringLower(bytes);
        }
    }

    /// <summary>Adds one record.</summary>
    public void Add(string key, JsonObject raw, decimal? amount, string? currency)
    {
        Span<byte> digest = stackalloc byte[32];
        RecordHash.Write(raw, digest);
        Add(key, digest, amount, currency);
    }

    internal void Add(string key, JsonElement raw, decimal? amount, string? currency)
    {
        Span<byte> digest = stackalloc byte[32];
        RecordHash.Write(raw, digest);
        Add(key, digest, amount, currency);
    }

    private void Add(string key, Span<byte> digest, decimal? amount, string? currency)
    {
        Count++;
        if (amount is { } value && currency is not null)
        {
            _sums[currency] = _sums.GetValueOrDefault(currency) + value;
        }
        var length = Encoding.UTF8.GetByteCount(key);
        var bytes = length <= 1024 ? stackalloc byte[length + 33] : new byte[length + 33];
        Encoding.UTF8.GetBytes(key, bytes);
        bytes[length] = 0;
        digest.CopyTo(bytes[(length + 1)..]);
        SHA256.HashData(bytes, digest);
        AddToHash(digest);
    }

    /// <summary>What tells two sides apart, in words; null where they tie.</summary>
    public static string? Difference(Totals source, Totals store)
    {
        if (source.Count != store.Count)
        {
            return $"The source has {source.Count} records, the store {store.Count}.";
        }
        foreach (var currency in source._sums.Keys.Union(store._sums.Keys).Order(StringComparer.Ordinal))
        {
            var (left, right) = (source._sums.GetValueOrDefault(currency), store._sums.GetValueOrDefault(currency));
            if (left != right)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The sum in {currency} is {left} at the source and {right} in the store."
                );
            }
        }
        return source.Hash == store.Hash ? null : "Count and sums are equal, but some record's content differs.";
    }

    private void AddToHash(ReadOnlySpan<byte> digest)
    {
        var carry = UInt128.Zero;
        for (var i = 0; i < 4; i++)
        {
            var sum = (UInt128)_hash[i] + BinaryPrimitives.ReadUInt64BigEndian(digest[((3 - i) * 8)..]) + carry;
            _hash[i] = (ulong)sum;
            carry = sum >> 64;
        }
    }
}
