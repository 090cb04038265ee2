using System.Collections.Concurrent;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets;

/// <summary>
/// Sealed values in a vault. One that is larger than a secret of the vault may be is cut into parts. What was read is kept for a while: a
/// version never changes, and what is kept is sealed still, so that a destroyed key makes it worthless at once.
/// </summary>
internal sealed class VaultBoxes(ISecretVault vault, TimeProvider clock)
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);
    private const int MaxKept = 1000;
    private const int Attempts = 5;
    private readonly ConcurrentDictionary<VaultPart, (string Value, long At)> _kept = new();

    /// <summary>Writes a value: over the names of <paramref name="before"/> where there are any.</summary>
    public async Task<IReadOnlyList<VaultPart>> Keep(byte[] box, IReadOnlyList<VaultPart>? before, CancellationToken ct)
    {
        var values = Convert.ToBase64String(box).Chunk(vault.MaxLength).Select(part => new string(part)).ToArray();
        var name = before is [var first, ..] ? first.Name[..first.Name.LastIndexOf('-')] : NewName();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var parts = new List<VaultPart>(values.Length);
            foreach (var value in values)
            {
                var part = $"{name}-{parts.Count}";
                if (await vault.Put(part, value, ct).ConfigureAwait(false) is not { } version)
                {
                    break;
                }
                parts.Add(new(part, version));
            }
            if (parts.Count == values.Length)
            {
                return parts;
            }
            // One of the names was deleted, and stays taken for as long as the vault remembers it.
            name = NewName();
        }
        throw new StorageException("The vault refuses every name as that of a deleted secret. Look at its log.");
    }

    /// <summary>The value, or null where a part of it is gone.</summary>
    public async Task<byte[]?> Fetch(IReadOnlyList<VaultPart> parts, CancellationToken ct)
    {
        var values = await Task.WhenAll(parts.Select(part => Fetch(part, ct))).ConfigureAwait(false);
        return Array.Exists(values, value => value is null) ? null : Convert.FromBase64String(string.Concat(values));
    }

    /// <summary>Deletes those parts whose names are not among those that stay.</summary>
    public async Task Forget(IReadOnlyList<VaultPart>? parts, IReadOnlyList<VaultPart>? staying, CancellationToken ct)
    {
        var names = (parts ?? []).Select(part => part.Name).Except((staying ?? []).Select(part => part.Name));
        foreach (var name in names)
        {
            await vault.Delete(name, ct).ConfigureAwait(false);
        }
    }

    private async Task<string?> Fetch(VaultPart part, CancellationToken ct)
    {
        if (_kept.TryGetValue(part, out var kept) && clock.GetElapsedTime(kept.At) < KeptFor)
        {
            return kept.Value;
        }
        var value = await vault.Get(part.Name, part.Version, ct).ConfigureAwait(false);
        if (_kept.Count >= MaxKept)
        {
            _kept.Clear();
        }
        if (value is not null)
        {
            _kept[part] = (value, clock.GetTimestamp());
        }
        return value;
    }

    // Random: a name is never used again once its secret was deleted, and it tells nothing of what it names.
    private static string NewName() => $"sec-{Guid.NewGuid():N}";
}
