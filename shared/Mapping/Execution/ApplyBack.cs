using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Formats;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>One target record on its way back to the source: the two-way rules, last step first, and the rules that say how they go back.</summary>
internal sealed class ApplyBack(CompiledMapping mapping, JsonataValue target)
{
    private readonly List<MappingFault> _faults = [];
    private readonly List<ValueMiss> _misses = [];

    public MappingResult Run()
    {
        var record = new JsonataObject();
        Fill(record, mapping.Rules, target, "");
        return new(JsonataValue.Of(record), _faults, _misses, null);
    }

    private void Fill(JsonataObject record, IReadOnlyList<CompiledRule> rules, JsonataValue from, string at)
    {
        foreach (var rule in rules)
        {
            var field = at + string.Concat(rule.Target.Select(name => "/" + name));
            if (rule.Rules is not null)
            {
                List(record, rule, from, field);
            }
            else if (rule.Back is { } back)
            {
                Put(record, rule.BackTo!, Evaluated(rule, back, field));
            }
            else if (rule.Rule.TwoWay && FieldNames.Read(from, rule.Target) is { IsUndefined: false } value)
            {
                Put(record, rule.Source!, value.IsNull ? value : Value(rule, value, field));
            }
        }
    }

    private void List(JsonataObject record, CompiledRule rule, JsonataValue from, string field)
    {
        if (FieldNames.Read(from, rule.Target) is not { Array: { } entries })
        {
            return;
        }
        var made = new JsonataArray(entries.Count);
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = new JsonataObject();
            Fill(entry, rule.Rules!, entries[i], $"{field}/{i}");
            made.Add(JsonataValue.Of(entry));
        }
        // A list none of whose fields goes back says nothing.
        if (made.Count == 0 || made[0].Object!.Count > 0)
        {
            Put(record, rule.Source!, JsonataValue.Of(made));
        }
    }

    private JsonataValue Value(CompiledRule rule, JsonataValue value, string field)
    {
        if (rule.ValueMap is { } map)
        {
            var to = TextFormat.Text(value);
            if (map.Back(to) is not { } before)
            {
                _misses.Add(new(map.Name, to));
                _faults.Add(
                    new(
                        "mapping-value-not-found",
                        rule.Pointer,
                        field,
                        $"No entry of the value map '{map.Name}' leads to '{to}'. Add one.",
                        JsonText.Write(value)
                    )
                );
                return default;
            }
            value = JsonataValue.Of(before);
        }
        for (var i = rule.Formats.Count - 1; i >= 0; i--)
        {
            try
            {
                value = rule.Formats[i].Back(value);
            }
            catch (FormatException wrong)
            {
                var message = $"The value {wrong.Message} (format {rule.Rule.Format![i]}, backwards).";
                _faults.Add(new("mapping-format", rule.Pointer, field, message, JsonText.Write(value)));
                return default;
            }
        }
        return value;
    }

    private JsonataValue Evaluated(CompiledRule rule, Jsonata.JsonataExpression back, string field)
    {
        try
        {
            return back.Evaluate(target);
        }
        catch (JsonataException error)
        {
            var message = $"{error.Message} ({error.Code} at character {error.Position ?? 0} of the expression)";
            _faults.Add(new("mapping-expression", rule.Pointer + "/back/expression", field, message));
            return default;
        }
    }

    private static void Put(JsonataObject record, string[] names, JsonataValue value)
    {
        if (!value.IsUndefined)
        {
            FieldNames.Write(record, names, value);
        }
    }
}
