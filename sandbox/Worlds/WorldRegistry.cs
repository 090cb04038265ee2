using System.Collections.Concurrent;
using System.Globalization;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>All worlds of one folder.</summary>
internal sealed class WorldRegistry : IDisposable
{
    private readonly WorldStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _creating = new();
    private readonly ConcurrentDictionary<string, World> _worlds = new(StringComparer.Ordinal);

    public WorldRegistry(string folder, TimeProvider time)
    {
        _time = time;
        _store = new WorldStore(folder);
        foreach (var definition in _store.Definitions())
        {
            _worlds[definition.Name] = new World(definition, _store);
        }
    }

    public IEnumerable<World> All => _worlds.Values.OrderBy(w => w.Definition.Name, StringComparer.Ordinal);

    public World? Find(string name) => _worlds.GetValueOrDefault(name);

    /// <summary>The world of that name, and whether this call made it; the caller compares the definition with what it wanted.</summary>
    public (World World, bool Created) GetOrCreate(string name, int records, long seed)
    {
        lock (_creating)
        {
            if (_worlds.TryGetValue(name, out var existing))
            {
                return (existing, false);
            }
            var today = DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);
            var definition = new WorldDefinition(name, records, seed, today);
            _store.Write(s =>
                s.Run(
                    "INSERT INTO worlds VALUES($n, $r, $s, $d)",
                    ("$n", name),
                    ("$r", records),
                    ("$s", seed),
                    ("$d", today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))
                )
            );
            return (_worlds[name] = new World(definition, _store), true);
        }
    }

    public void Dispose() => _store.Dispose();
}
