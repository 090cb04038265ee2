using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IntegrationFunctions.Mapping.Discovery;

/// <summary>What was seen of one field over all records.</summary>
internal sealed class FieldProfile(DiscoveryBudget budget, bool isSecret, bool mayBeUnique, int depth)
{
    /// <summary>The most values that a small set of values has.</summary>
    public const int MostValues = 12;

    private const int MostExamples = 3;
    private const int LongestExample = 60;

    private readonly List<string> _examples = [];
    private HashSet<ulong>? _hashes = mayBeUnique ? [] : null;
    private Dictionary<string, JsonValueKind>? _values = [];
    private int[]? _forms;

    public bool IsSecret => isSecret;

    /// <summary>Texts and numbers that are not empty.</summary>
    public int Scalars { get; private set; }
    public int Filled { get; private set; }
    public int Nulls { get; private set; }
    public int EmptyTexts { get; private set; }
    public int Texts { get; private set; }
    public int Integers { get; private set; }
    public int Numbers { get; private set; }
    public int Booleans { get; private set; }
    public int Objects { get; private set; }
    public int Lists { get; private set; }
    public bool HasMoreFields { get; private set; }

    /// <summary>Fields of the objects that stand there, in the order in which they came up.</summary>
    public OrderedDictionary<string, FieldProfile> Fields { get; } = new(StringComparer.Ordinal);

    /// <summary>The entries of the lists that stand there; null where there are none.</summary>
    public FieldProfile? Entries { get; private set; }

    /// <summary>Whether no two records have the same value.</summary>
    public bool IsUnique => _hashes is { Count: > 1 } && _hashes.Count == Scalars;

    /// <summary>The values, where they are few; null where they are many or secret.</summary>
    public IReadOnlyDictionary<string, JsonValueKind>? Values => isSecret ? null : _values;

    /// <summary>A few short values that differ, as JSON.</summary>
    public IReadOnlyList<string> Examples => isSecret ? [] : _examples;

    /// <summary>Which share of texts and numbers has a form.</summary>
    public double Share(ValueForms form)
    {
        var forms = _forms;
        return forms is null || Scalars == 0
            ? 0
            : (double)forms[System.Numerics.BitOperations.TrailingZeroCount((int)form)] / Scalars;
    }

    public void Add(JsonNode? node)
    {
        budget.Values--;
        switch (node)
        {
            case null:
                Nulls++;
                break;
            case JsonObject inner:
                Objects++;
                Filled += inner.Count > 0 ? 1 : 0;
                AddFields(inner);
                break;
            case JsonArray list:
                Lists++;
                Filled += list.Count > 0 ? 1 : 0;
                AddEntries(list);
                break;
            default:
                AddValue(node);
                break;
        }
    }

    private void AddFields(JsonObject inner)
    {
        if (depth >= budget.Limits.Depth)
        {
            HasMoreFields |= inner.Count > 0;
            return;
        }
        foreach (var (name, value) in inner)
        {
            if (!Fields.TryGetValue(name, out var field))
            {
                if (budget.Fields == 0)
                {
                    HasMoreFields = true;
                    continue;
                }
                budget.Fields--;
                field = new(budget, isSecret || SecretNames.Contains(name), mayBeUnique, depth + 1);
                Fields.Add(name, field);
            }
            field.Add(value);
        }
    }

    private void AddEntries(JsonArray list)
    {
        if (depth >= budget.Limits.Depth)
        {
            HasMoreFields |= list.Count > 0;
            return;
        }
        foreach (var entry in list.Take(budget.Limits.Entries))
        {
            // Uniqueness is said over records; entries have none of it.
            Entries ??= new(budget, isSecret, mayBeUnique: false, depth + 1);
            Entries.Add(entry);
        }
    }

    private void AddValue(JsonNode node)
    {
        var kind = node.GetValueKind();
        if (kind is JsonValueKind.True or JsonValueKind.False)
        {
            (Booleans, Filled) = (Booleans + 1, Filled + 1);
            return;
        }
        var text = kind == JsonValueKind.String ? node.GetValue<string>() : node.ToJsonString();
        if (kind == JsonValueKind.String)
        {
            Texts++;
        }
        else if (text.AsSpan().IndexOfAny('.', 'e', 'E') < 0)
        {
            Integers++;
        }
        else
        {
            Numbers++;
        }
        if (string.IsNullOrWhiteSpace(text))
        {
            EmptyTexts++;
            return;
        }
        Filled++;
        Scalars++;
        CountForms(kind == JsonValueKind.String ? ReadForms.OfText(text) : ReadForms.OfNumber(text));
        Remember(text, kind);
        SeeWhetherUnique(text);
    }

    private void CountForms(ValueForms forms)
    {
        if (forms == ValueForms.None)
        {
            return;
        }
        _forms ??= new int[ReadForms.Count];
        for (var rest = (uint)forms; rest != 0; rest &= rest - 1)
        {
            _forms[System.Numerics.BitOperations.TrailingZeroCount(rest)]++;
        }
    }

    private void Remember(string text, JsonValueKind kind)
    {
        if (isSecret || text.Length > LongestExample)
        {
            _values = null;
            return;
        }
        if (_values is null ? _examples.Count < MostExamples : !_values.ContainsKey(text))
        {
            var json = kind == JsonValueKind.String ? JsonValue.Create(text).ToJsonString() : text;
            if (_examples.Count < MostExamples && !_examples.Contains(json))
            {
                _examples.Add(json);
            }
        }
        if (_values is not null && _values.TryAdd(text, kind) && _values.Count > MostValues)
        {
            _values = null;
        }
    }

    private void SeeWhetherUnique(string text)
    {
        if (_hashes is null)
        {
            return;
        }
        if (budget.Hashes == 0 || !_hashes.Add(XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text.AsSpan()))))
        {
            budget.Hashes += _hashes.Count;
            _hashes = null;
            return;
        }
        budget.Hashes--;
    }
}
