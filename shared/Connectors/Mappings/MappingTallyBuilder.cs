using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>Adds records to a tally.</summary>
internal sealed class MappingTallyBuilder(MappingTally so)
{
    private readonly SortedDictionary<string, long> _fields = new(
        so.Fields.ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal),
        StringComparer.Ordinal
    );
    private readonly List<ChangedRecord> _examples = [.. so.Examples];
    private readonly List<FaultyRecord> _faulty = [.. so.Faults];
    private readonly HashSet<ValueMiss> _misses = [.. so.Misses];
    private MappingTally _so = so;

    /// <summary>A record as it is stored, and as the version maps it.</summary>
    public void Add(RecordDocument stored, MappedRecord mapped)
    {
        var wasSeen = stored.Withheld is null;
        _so = _so with
        {
            Records = _so.Records + 1,
            Faulty = _so.Faulty + (mapped.Withheld is Withheld.Faulty ? 1 : 0),
            NewlyFaulty = _so.NewlyFaulty + (mapped.Withheld is Withheld.Faulty && wasSeen ? 1 : 0),
            LeftOut = _so.LeftOut + (mapped.Withheld is Withheld.LeftOut ? 1 : 0),
            NewlyLeftOut = _so.NewlyLeftOut + (mapped.Withheld is Withheld.LeftOut && wasSeen ? 1 : 0),
            Released = _so.Released + (mapped.Withheld is null && !wasSeen ? 1 : 0),
        };
        if (mapped.Faults.Count > 0 && _faulty.Count < MappingTally.MostExamples)
        {
            _faulty.Add(new(stored.Key, mapped.Faults));
        }
        foreach (var miss in mapped.Misses.TakeWhile(_ => _misses.Count < MappingTally.MostMisses))
        {
            _misses.Add(miss);
        }
        if (mapped.Hash != stored.MappedHash && mapped.Withheld is null)
        {
            Differ(stored.Key, stored.Canonical, mapped.Canonical);
        }
    }

    /// <summary>A record that an earlier attempt of the same run has written.</summary>
    public void AddDone(RecordDocument stored) =>
        _so = _so with
        {
            Records = _so.Records + 1,
            Changed = _so.Changed + 1,
            Faulty = _so.Faulty + (stored.Withheld is Withheld.Faulty ? 1 : 0),
            LeftOut = _so.LeftOut + (stored.Withheld is Withheld.LeftOut ? 1 : 0),
        };

    public MappingTally Result() =>
        _so with
        {
            Fields = _fields,
            Examples = _examples,
            Faults = _faulty,
            Misses = [.. _misses],
        };

    private void Differ(string key, JsonObject before, JsonObject after)
    {
        var differences = FieldDifferences.Between(before, after);
        if (differences.Count == 0)
        {
            return;
        }
        _so = _so with { Changed = _so.Changed + 1 };
        foreach (
            var field in differences
                .Select(difference => FieldDifferences.Anywhere(difference.Field))
                .Distinct(StringComparer.Ordinal)
        )
        {
            _fields[field] = _fields.GetValueOrDefault(field) + 1;
        }
        if (_examples.Count < MappingTally.MostExamples)
        {
            _examples.Add(new(key, differences));
        }
    }
}
