using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Formats;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>One record on its way through a mapping.</summary>
internal sealed class ApplyMapping(CompiledMapping mapping, JsonataValue record, string? key, bool explain)
{
    private readonly Dictionary<string, JsonataValue> _bindings = new(StringComparer.Ordinal)
    {
        ["record"] = record,
        ["key"] = JsonataValue.Of(key),
    };
    private readonly List<MappingFault> _faults = [];
    private readonly List<ValueMiss> _misses = [];
    private readonly List<FieldOrigin>? _why = explain ? [] : null;

    public MappingResult Run(JsonataExpression? condition)
    {
        if (condition is not null && !Holds(condition, record, "/condition", ""))
        {
            return new(default, _faults, _misses, _why);
        }
        var target = new JsonataObject(mapping.Rules.Count);
        Fill(target, mapping.Rules, record, "", "");
        return new(JsonataValue.Of(target), _faults, _misses, _why);
    }

    private void Fill(
        JsonataObject target,
        IReadOnlyList<CompiledRule> rules,
        JsonataValue input,
        string inputAt,
        string targetAt
    )
    {
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            var field = PointerTo(targetAt, rule.Target);
            // Where several rules make one field, the first that applies has.
            if (
                rule.Rule.Condition is not null
                && FieldNames.Read(JsonataValue.Of(target), rule.Target) is { IsUndefined: false }
            )
            {
                continue;
            }
            if (rule.Condition is { } condition && !Holds(condition, input, $"{rule.Pointer}/condition", field))
            {
                continue;
            }
            var value = rule.Rules is null ? One(rule, input, inputAt, field) : Many(rule, input, inputAt, field);
            if (!value.IsUndefined)
            {
                FieldNames.Write(target, rule.Target, value);
            }
        }
    }

    private JsonataValue Many(CompiledRule rule, JsonataValue input, string inputAt, string field)
    {
        var found = FieldNames.Read(input, rule.Source!);
        if (found is not { } list)
        {
            Fault(
                "mapping-list",
                rule,
                field,
                $"'{rule.Rule.Each}' leads through another list. Nest the rules: each for the outer list first."
            );
            return default;
        }
        if (list.IsUndefined || list.IsNull)
        {
            return rule.Rule.Required ? Missing(rule, field) : default;
        }
        // Some systems write a list of one as its entry.
        ReadOnlySpan<JsonataValue> entries = list.Array is { } several ? several.Items : [list];
        var made = new JsonataArray(entries.Length);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = new JsonataObject(rule.Rules!.Count);
            var at = list.Array is null ? PointerTo(inputAt, rule.Source!) : $"{PointerTo(inputAt, rule.Source!)}/{i}";
            Fill(entry, rule.Rules, entries[i], at, $"{field}/{made.Count}");
            if (entry.Count > 0)
            {
                made.Add(JsonataValue.Of(entry));
            }
        }
        return JsonataValue.Of(made);
    }

    private JsonataValue One(CompiledRule rule, JsonataValue input, string inputAt, string field)
    {
        LookedUp? looked = null;
        var value = Formatted(rule, Taken(rule, input, field), field);
        if (rule.ValueMap is { } map && !IsNothing(value))
        {
            looked = map.There(TextFormat.Text(value));
            value = JsonataValue.Of(looked.To);
            if (looked.To is null || looked.IsDefault)
            {
                _misses.Add(new(looked.ValueMap, looked.From));
            }
            if (looked.To is null)
            {
                Fault(
                    "mapping-value-not-found",
                    rule,
                    field,
                    $"The value map '{looked.ValueMap}' has no entry for '{looked.From}'. Add one, or give the map a default.",
                    JsonText.Write(JsonataValue.Of(looked.From))
                );
            }
        }
        var isDefault = IsNothing(value) && !rule.Default.IsUndefined;
        if (isDefault)
        {
            value = rule.Default;
        }
        if (IsNothing(value))
        {
            return rule.Rule.Required ? Missing(rule, field) : default;
        }
        if (rule.IsAmount && value.IsNumber)
        {
            value = JsonataValue.Of(DecimalFormat.Digits(value));
        }
        _why?.Add(
            new(
                field,
                JsonText.Write(value),
                rule.Pointer,
                mapping.Definition.Version,
                Sources(rule, input, inputAt),
                rule.Rule.Expression,
                looked,
                isDefault
            )
        );
        return value;
    }

    private JsonataValue Taken(CompiledRule rule, JsonataValue input, string field)
    {
        if (rule.Expression is { } expression)
        {
            return Evaluate(expression, input, rule.Pointer + "/expression", field);
        }
        if (rule.Source is not { } source)
        {
            return rule.Constant;
        }
        if (FieldNames.Read(input, source) is { } value)
        {
            return value;
        }
        Fault(
            "mapping-list",
            rule,
            field,
            $"'{rule.Rule.Source}' leads through a list. Use each, or an expression that picks an entry."
        );
        return default;
    }

    private JsonataValue Formatted(CompiledRule rule, JsonataValue value, string field)
    {
        for (var i = 0; i < rule.Formats.Count; i++)
        {
            var format = rule.Formats[i];
            if (value.IsUndefined || value.IsNull || (!format.TakesEmpty && IsNothing(value)))
            {
                return value;
            }
            try
            {
                value = format.There(value);
            }
            catch (FormatException wrong)
            {
                Fault(
                    "mapping-format",
                    rule,
                    field,
                    $"The value {wrong.Message} (format {rule.Rule.Format![i]}).",
                    JsonText.Write(value)
                );
                return default;
            }
        }
        return value;
    }

    private bool Holds(JsonataExpression condition, JsonataValue input, string pointer, string field) =>
        Evaluate(condition, input, pointer, field).AsBoolean;

    private JsonataValue Evaluate(JsonataExpression expression, JsonataValue input, string pointer, string field)
    {
        try
        {
            return expression.Evaluate(input, _bindings);
        }
        catch (JsonataException error)
        {
            _faults.Add(
                new(
                    "mapping-expression",
                    pointer,
                    field,
                    $"{error.Message} ({error.Code} at character {error.Position ?? 0} of the expression)"
                )
            );
            return default;
        }
    }

    private List<SourceField> Sources(CompiledRule rule, JsonataValue input, string inputAt)
    {
        var sources = new List<SourceField>();
        if (rule.Source is { } source)
        {
            sources.Add(new(PointerTo(inputAt, source), Shown(FieldNames.Read(input, source) ?? default)));
        }
        foreach (var path in rule.Expression?.ReadPaths ?? [])
        {
            sources.Add(new(PointerTo(inputAt, path), Shown(FieldNames.Read(input, [.. path]) ?? default)));
        }
        return sources;
    }

    private JsonataValue Missing(CompiledRule rule, string field)
    {
        Fault(
            "mapping-required",
            rule,
            field,
            $"'{field}' is required, and the record gives nothing for it. Fill it at the source, or give the rule a default."
        );
        return default;
    }

    private void Fault(string code, CompiledRule rule, string field, string message, string? value = null) =>
        _faults.Add(new(code, rule.Pointer, field, message, value));

    private static string? Shown(JsonataValue value) => value.IsUndefined ? null : JsonText.Write(value);

    private static bool IsNothing(JsonataValue value) =>
        value.IsUndefined
        || value.IsNull
        || (value.IsString && (value.IsSlice ? value.Slice.Length == 0 : value.AsString()!.Length == 0));

    private static string PointerTo(string at, IEnumerable<string> names) =>
        at
        + string.Concat(
            names.Select(name =>
                "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)
            )
        );
}
