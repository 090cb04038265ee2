using System.CommandLine;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>
/// <c>map-diff --mapping FILE --against FILE --input FILE</c>: what a changed mapping makes otherwise of records, one that differs a line, and
/// counts by field on stderr. Exit code 0: compared; 1: a mapping is wrong, or the changed one has faults where the other has none.
/// </summary>
internal static class MapDiffCommand
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var mapping = Needed("--mapping", "The changed mapping, as JSON.");
        var against = Needed("--against", "The mapping as it was.");
        var input = Needed("--input", "A record, an array of records, or a record a line, as JSON.");
        var key = new Option<string?>("--key")
        {
            HelpName = "EXPR",
            Description = "JSONata that gives a record's key, which rules know as $key.",
        };
        var tables = new Option<string?>("--value-maps")
        {
            HelpName = "FOLDER",
            Description = "Value maps that the mappings do not bring along: NAME.csv (from,to,note) or NAME.json.",
        };
        var command = new Command("map-diff", "Says what a changed mapping makes otherwise of records.")
        {
            mapping,
            against,
            input,
            key,
            tables,
        };
        command.SetAction(
            async (parsed, _) =>
            {
                var (output, error) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
                var folder = parsed.GetValue(tables);
                var after = await MappingFile.Compile(parsed.GetRequiredValue(mapping), folder, error);
                var before = await MappingFile.Compile(parsed.GetRequiredValue(against), folder, error);
                return after is null || before is null
                    ? 1
                    : await Run(before, after, parsed.GetRequiredValue(input), parsed.GetValue(key), output, error);
            }
        );
        return command;
    }

    private static Option<string> Needed(string name, string description) =>
        new(name)
        {
            HelpName = "FILE",
            Description = description,
            Required = true,
        };

    private static async Task<int> Run(
        CompiledMapping before,
        CompiledMapping after,
        string input,
        string? key,
        TextWriter output,
        TextWriter error
    )
    {
        var keys = new RecordKeys(key);
        var fields = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var (records, changed, faulty) = (0, 0, 0);
        foreach (var record in InputRecords.Read(input))
        {
            records++;
            var id = keys.Of(record);
            var (was, faultsBefore) = await Map(before, record, id);
            var (becomes, faults) = await Map(after, record, id);
            if (faults.Count > 0 && faultsBefore.Count == 0)
            {
                faulty++;
                await error.WriteLineAsync(
                    $"record {records}: {faults[0].Field}: {faults[0].Message} [{faults[0].Code}]"
                );
            }
            var differences = FieldDifferences.Between(was, becomes);
            if (differences.Count == 0)
            {
                continue;
            }
            changed++;
            foreach (
                var field in differences
                    .Select(one => FieldDifferences.Anywhere(one.Field))
                    .Distinct(StringComparer.Ordinal)
            )
            {
                fields[field] = fields.GetValueOrDefault(field) + 1;
            }
            await output.WriteLineAsync(Line(records, id, differences).ToJsonString(Plain));
        }
        var byField = string.Join(
            ", ",
            fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Key} {field.Value}"))
        );
        await error.WriteLineAsync(
            $"{records} records, {changed} differ{(changed > 0 ? $" ({byField})" : "")}, {faulty} with faults that had none"
        );
        return faulty == 0 ? 0 : 1;
    }

    private static async Task<(JsonObject Result, IReadOnlyList<MappingFault> Faults)> Map(
        CompiledMapping mapping,
        JsonataValue record,
        string? key
    )
    {
        var result = mapping.Apply(record, key: key);
        if (result.Target.IsUndefined)
        {
            return ([], result.Faults);
        }
        var faults = result.Faults.Count > 0 ? result.Faults : await mapping.Validate(result.Target);
        return (JsonNode.Parse(JsonText.Write(result.Target))!.AsObject(), faults);
    }

    private static JsonObject Line(int number, string? key, IReadOnlyList<FieldDifference> differences) =>
        new()
        {
            ["record"] = number,
            ["key"] = key,
            ["differences"] = new JsonArray([
                .. differences.Select(one => new JsonObject
                {
                    ["field"] = one.Field,
                    ["before"] = one.Before?.DeepClone(),
                    ["after"] = one.After?.DeepClone(),
                }),
            ]),
        };
}
