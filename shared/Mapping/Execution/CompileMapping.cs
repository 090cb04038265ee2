using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Formats;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Mapping.Execution;

/// <summary>Checks a mapping and makes it ready: all that is wrong is told at once, each with a pointer into the mapping.</summary>
internal sealed class CompileMapping(MappingDefinition mapping, Func<string, ValueMap?> sharedMaps)
{
    private const string Code = "mapping-invalid";

    // Mappings are compiled for each page of records, with the value maps as they are then; their expressions are so once.
    private static readonly ExpressionCache Doubles = new(new JsonataOptions());
    private static readonly ExpressionCache Decimals = new(new JsonataOptions { Decimals = true });

    private readonly List<IntegrationError> _errors = [];
    private readonly Dictionary<string, CompiledValueMap?> _maps = new(StringComparer.Ordinal);

    public (CompiledMapping? Mapping, IReadOnlyList<IntegrationError> Errors) Run()
    {
        if (CanonicalModels.Find(mapping.Target) is not { } model)
        {
            var known = string.Join(", ", CanonicalModels.All.Select(m => m.Name));
            Wrong("/target", $"There is no model '{mapping.Target}'. There are: {known}.");
            return (null, _errors);
        }
        var condition = Compile(mapping.Condition, "/condition", decimals: mapping.Arithmetic == Arithmetic.Decimal);
        var rules = Rules(mapping.Rules, "/rules", model, "");
        var made = rules.Select(rule => rule.Target[0]).ToHashSet(StringComparer.Ordinal);
        foreach (
            var name in model.Document["required"]!
                .AsArray()
                .Select(name => (string)name!)
                .Where(name => !made.Contains(name))
        )
        {
            Wrong(
                "/rules",
                $"The model '{model.Name}' needs the field '{name}', and no rule makes it. Add a rule with this target."
            );
        }
        return _errors.Count > 0 ? (null, _errors) : (new CompiledMapping(mapping, model, condition, rules), []);
    }

    private List<CompiledRule> Rules(
        IReadOnlyList<MappingRule> rules,
        string pointer,
        CanonicalModel model,
        string within
    )
    {
        var targets = new HashSet<string>(StringComparer.Ordinal);
        var compiled = new List<CompiledRule>(rules.Count);
        for (var i = 0; i < rules.Count; i++)
        {
            var at = $"{pointer}/{i}";
            // Two rules may make one field where each has its condition: the first that applies counts.
            if (!targets.Add(rules[i].Target) && rules[i].Condition is null)
            {
                Wrong(
                    $"{at}/target",
                    $"An earlier rule makes '{rules[i].Target}' already. Join the two, or give this one a condition."
                );
            }
            if (Rule(rules[i], at, model, within) is { } rule)
            {
                compiled.Add(rule);
            }
        }
        return compiled;
    }

    private CompiledRule? Rule(MappingRule rule, string at, CanonicalModel model, string within)
    {
        var path = within.Length == 0 ? rule.Target : $"{within}.{rule.Target}";
        if (model.Field(path) is not { } field)
        {
            Wrong($"{at}/target", $"The model '{model.Name}' has no field '{path}'. {Fields(model, within)}");
            return null;
        }
        var ways = new object?[] { rule.Source, rule.Expression, rule.Value, rule.Each }.Count(way => way is not null);
        if (ways != 1)
        {
            Wrong(
                at,
                $"The rule for '{path}' needs one of source, expression, value and each, and has {ways} of them."
            );
        }
        if ((rule.Each is null) != (rule.Rules is null))
        {
            Wrong(
                at,
                $"The rule for '{path}' needs both each (the list) and rules (for each of its entries), or neither."
            );
        }
        var isList = (string?)field["type"] == "array";
        if (rule.Each is not null && !isList)
        {
            Wrong($"{at}/each", $"'{path}' is not a list of the model '{model.Name}'.");
        }
        var isAmount = (string?)field["x-kind"] is "money" or "decimal";
        var decimals = mapping.Arithmetic is { } arithmetic ? arithmetic == Arithmetic.Decimal : isAmount;
        var compiled = new CompiledRule(rule, at, rule.Target.Split('.'))
        {
            Source = Names(rule.Source ?? rule.Each, rule.Each is null ? $"{at}/source" : $"{at}/each"),
            Expression = Compile(rule.Expression, $"{at}/expression", decimals),
            Condition = Compile(rule.Condition, $"{at}/condition", decimals),
            Back = Compile(rule.Back?.Expression, $"{at}/back/expression", decimals),
            BackTo = rule.Back is { } back ? Names(back.Source, $"{at}/back/source") : null,
            Constant = Constant(rule.Value),
            Default = Constant(rule.Default),
            ValueMap = Map(rule.ValueMap, $"{at}/valueMap"),
            Formats = Formats(rule.Format, $"{at}/format"),
            Rules =
                rule is { Rules: { } inner, Each: not null } && isList
                    ? Rules(inner, $"{at}/rules", model, path)
                    : null,
            IsAmount = isAmount,
        };
        CheckTwoWay(compiled, at, path);
        return compiled;
    }

    private void CheckTwoWay(CompiledRule compiled, string at, string path)
    {
        var rule = compiled.Rule;
        if (!rule.TwoWay)
        {
            return;
        }
        var reason =
            rule.Back is not null ? "it has a way back of its own; leave out twoWay"
            : rule.Expression is not null || rule.Value is not null
                ? "an expression or a constant has no inverse; say under back how the field goes back"
            : compiled.Formats.Any(format => !format.IsLossless)
                ? "one of its formats loses what was there before; say under back how the field goes back"
            : compiled.ValueMap is { IsInvertible: false }
                ? $"the value map '{rule.ValueMap}' leads from several values to one, or ignores case"
            : rule.Default is not null ? "its default can't be told from the same value of the record"
            : null;
        if (reason is not null)
        {
            Wrong($"{at}/twoWay", $"The rule for '{path}' can't go both ways: {reason}.");
        }
    }

    private string[]? Names(string? text, string pointer)
    {
        if (text is null)
        {
            return null;
        }
        var names = FieldNames.Parse(text);
        if (names is null)
        {
            Wrong(
                pointer,
                $"'{text}' is not a field: names with points between them, with backticks around a name that holds a point."
            );
        }
        return names;
    }

    private JsonataExpression? Compile(string? text, string pointer, bool decimals)
    {
        if (text is null)
        {
            return null;
        }
        try
        {
            return (decimals ? Decimals : Doubles).Get(text);
        }
        catch (JsonataException error)
        {
            Wrong(pointer, $"{error.Message} ({error.Code} at character {error.Position ?? 0} of the expression)");
            return null;
        }
    }

    private CompiledValueMap? Map(string? name, string pointer)
    {
        if (name is null)
        {
            return null;
        }
        if (!_maps.TryGetValue(name, out var compiled))
        {
            var map = mapping.ValueMaps?.GetValueOrDefault(name) ?? sharedMaps(name);
            _maps[name] = compiled = map is null ? null : new CompiledValueMap(name, map);
        }
        if (compiled is null)
        {
            Wrong(pointer, $"There is no value map '{name}'. Put it under valueMaps of the mapping.");
        }
        return compiled;
    }

    private List<IValueFormat> Formats(IReadOnlyList<string>? names, string pointer)
    {
        var formats = new List<IValueFormat>();
        for (var i = 0; i < (names?.Count ?? 0); i++)
        {
            if (ValueFormats.Find(names![i]) is { } format)
            {
                formats.Add(format);
            }
            else
            {
                Wrong($"{pointer}/{i}", $"There is no format '{names[i]}'. There are: {ValueFormats.Known}.");
            }
        }
        return formats;
    }

    private static JsonataValue Constant(JsonElement? value) =>
        value is { ValueKind: not JsonValueKind.Undefined } json ? JsonText.Read(json.GetRawText()) : default;

    private static string Fields(CanonicalModel model, string within)
    {
        var names =
            within.Length == 0 ? model.FieldNames()
            : model.Field(within)?["items"]?["properties"] is JsonObject entries ? entries.Select(field => field.Key)
            : [];
        return $"It has: {string.Join(", ", names)}.";
    }

    private void Wrong(string pointer, string message) =>
        _errors.Add(new(ErrorKind.Validation, Code, message, pointer));
}
