namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>Changes that people in the SAP office make while nobody looks.</summary>
internal static class OfficeWork
{
    private const int MaxNameLength = 40;

    /// <summary>Changes <paramref name="count"/> different partners; a tag that was used before answers as it did then.</summary>
    public static string[] Change(World world, int count, string tag, TimeProvider time)
    {
        lock (world.Gate)
        {
            if (world.OfficeChanges.TryGetValue(tag, out var before))
            {
                return before;
            }
            var partners = world.Definition.Partners;
            var now = time.GetUtcNow().UtcDateTime;
            var start = (int)(StableHash(tag) % (uint)partners);
            var changes = new Dictionary<int, PartnerChange>();
            for (var i = 0; i < count; i++)
            {
                var index = (start + i) % partners;
                var current = world.PartnerChanges.GetValueOrDefault(index);
                var version = (current?.Version ?? 0) + 1;
                var name = Rename(current?.Name ?? world.Partner(index).Name, version);
                changes[index] = new PartnerChange(
                    name,
                    current?.SearchTerm,
                    current?.Language,
                    current?.Blocked,
                    now,
                    "OFFICE",
                    version
                );
            }
            var keys = changes.Keys.Select(BasePartner.NumberOf).ToArray();
            world.Save(changes, tag, keys);
            return keys;
        }
    }

    private static string Rename(string name, int version)
    {
        var mark = name.LastIndexOf(" v", StringComparison.Ordinal);
        var stem = mark > 0 && name.AsSpan(mark + 2).IndexOfAnyExceptInRange('0', '9') < 0 ? name[..mark] : name;
        var suffix = $" v{version}";
        return stem[..Math.Min(stem.Length, MaxNameLength - suffix.Length)] + suffix;
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static uint StableHash(string text)
    {
        var hash = 2166136261u;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 16777619u);
        }
        return hash;
    }
}
