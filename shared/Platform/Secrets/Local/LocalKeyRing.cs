using System.Collections.Immutable;
using System.Security.Cryptography;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Secrets.Local;

/// <summary>
/// The master keys of a laptop, each 32 random bytes in a file of the data folder, readable by its owner alone (mode 0600): the current one in
/// <c>master.key</c>, made on the first start, and each older one in <c>master-ID.key</c>. Who loses them loses the secrets; a backup of the
/// data folder holds both.
/// </summary>
public sealed class LocalKeyRing : IMasterKeys
{
    private const string FileName = "master.key";
    private readonly DataFolder _folder;
    private readonly Lock _lock = new();
    private volatile Ring _ring;

    private LocalKeyRing(DataFolder folder, Ring ring)
    {
        _folder = folder;
        _ring = ring;
    }

    /// <summary>Id of the current key.</summary>
    public string KeyId => _ring.Current;

    /// <summary>Whether a data folder has keys already.</summary>
    public static bool IsIn(DataFolder folder) => File.Exists(folder.File(FileName)) || OlderFiles(folder).Length > 0;

    /// <summary>Reads the keys of a data folder, or makes the first.</summary>
    /// <exception cref="StorageException">A file can't be read or made, others may read it, or it is not a key.</exception>
    public static LocalKeyRing Open(DataFolder folder) =>
        Using(
            folder,
            path =>
            {
                if (!File.Exists(path))
                {
                    // Older keys without the current one: it was lost, and a new one would hide that.
                    if (OlderFiles(folder).Length > 0)
                    {
                        throw new StorageException(
                            $"The key file {path} is missing, and older keys are there. Restore it from a backup of the data folder."
                        );
                    }
                    KeyFile.Write(path, RandomNumberGenerator.GetBytes(Sealing.KeyBytes), overwrite: false);
                }
                var current = KeyFile.Read(path);
                var keys = ImmutableDictionary.CreateBuilder<string, byte[]>(StringComparer.Ordinal);
                foreach (var key in OlderFiles(folder).Select(KeyFile.Read).Append(current))
                {
                    keys[KeyFile.IdOf(key)] = key;
                }
                return new LocalKeyRing(folder, new(KeyFile.IdOf(current), keys.ToImmutable()));
            }
        );

    /// <inheritdoc/>
    public Task<string> CurrentId(CancellationToken ct = default) => Task.FromResult(_ring.Current);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> Ids(CancellationToken ct = default)
    {
        var ring = _ring;
        var older = ring.Keys.Keys.Where(id => id != ring.Current).Order(StringComparer.Ordinal);
        return Task.FromResult<IReadOnlyList<string>>([ring.Current, .. older]);
    }

    /// <inheritdoc/>
    public Task<WrappedKey> Wrap(ReadOnlyMemory<byte> dataKey, byte[] associated, CancellationToken ct = default)
    {
        var ring = _ring;
        var box = Sealing.Seal(ring.Keys[ring.Current], dataKey.Span, associated);
        return Task.FromResult(new WrappedKey(ring.Current, box));
    }

    /// <inheritdoc/>
    public Task<byte[]?> Unwrap(WrappedKey wrapped, byte[] associated, CancellationToken ct = default)
    {
        var ring = _ring;
        return ring.Keys.TryGetValue(wrapped.MasterKey, out var key)
            ? Task.FromResult(Sealing.Open(key, wrapped.Sealed, associated))
            : throw new StorageException(
                $"Secrets here were sealed with master key {wrapped.MasterKey}, and the key files of this data folder (master.key is "
                    + $"{ring.Current}) do not hold it. Restore the key files that belong to this data."
            );
    }

    /// <inheritdoc/>
    public Task<string> Rotate(CancellationToken ct = default)
    {
        lock (_lock)
        {
            return Task.FromResult(Using(_folder, Rotate));
        }
    }

    /// <inheritdoc/>
    public Task Remove(string id, CancellationToken ct = default)
    {
        lock (_lock)
        {
            if (id == _ring.Current)
            {
                throw new ArgumentException($"The master key {id} is the current one. Rotate before it is removed.");
            }
            if (_ring.Keys.ContainsKey(id))
            {
                Using(_folder, _ => Delete(OlderFile(_folder, id)));
                _ring = _ring with { Keys = _ring.Keys.Remove(id) };
            }
            return Task.CompletedTask;
        }
    }

    // The old key has its second file before the first is written over: at no time is a key in memory alone.
    private string Rotate(string path)
    {
        var old = _ring;
        KeyFile.Write(OlderFile(_folder, old.Current), old.Keys[old.Current], overwrite: true);
        var key = RandomNumberGenerator.GetBytes(Sealing.KeyBytes);
        KeyFile.Write(path, key, overwrite: true);
        var id = KeyFile.IdOf(key);
        _ring = new(id, old.Keys.SetItem(id, key));
        return id;
    }

    private static bool Delete(string path)
    {
        File.Delete(path);
        return true;
    }

    private static string OlderFile(DataFolder folder, string id) => folder.File($"master-{id}.key");

    private static string[] OlderFiles(DataFolder folder) => Directory.GetFiles(folder.Path, "master-*.key");

    private static T Using<T>(DataFolder folder, Func<string, T> use)
    {
        var path = folder.File(FileName);
        try
        {
            return use(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The key file {path} can't be used: {e.Message}", e);
        }
    }

    private sealed record Ring(string Current, ImmutableDictionary<string, byte[]> Keys);
}
