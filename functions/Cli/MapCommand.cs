using System.CommandLine;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Functions.Cli;

/// <summary>
/// <c>map --mapping FILE --input FILE [--key EXPR] [--value-maps FOLDER] [--explain] [--back]</c>: maps records and prints them, one JSON object
/// a line. Exit code 0: all mapped; 1: the mapping is wrong, or records have faults, which are printed to stderr.
/// </summary>
internal static class MapCommand
{
    public static Command Create()
    {
        var mapping = new Option<string>("--mapping")
        {
            HelpName = "FILE",
            Description = "The mapping, as JSON.",
            Required = true,
        };
        var input = new Option<string>("--input")
        {
            HelpName = "FILE",
            Description = "A record, an array of records, or a record a line, as JSON; - reads the standard input.",
            Required = true,
        };
        var key = new Option<string?>("--key")
        {
            HelpName = "EXPR",
            Description = "JSONata that gives a record's key, which rules know as $key.",
        };
        var tables = new Option<string?>("--value-maps")
        {
            HelpName = "FOLDER",
            Description = "Value maps that the mapping does not bring along: NAME.csv (from,to,note) or NAME.json.",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Say for each field where it comes from: rule, source fields, value map, default, version.",
        };
        var back = new Option<bool>("--back") { Description = "Map records of the target back to the source." };
        var command = new Command("map", "Maps records by a mapping, and says where each value comes from.")
        {
            mapping,
            input,
            key,
            tables,
            explain,
            back,
        };
        command.SetAction(
            async (parsed, ct) =>
                await Run(
                    parsed.GetRequiredValue(mapping),
                    parsed.GetRequiredValue(input),
                    parsed.GetValue(key),
                    parsed.GetValue(tables),
                    parsed.GetValue(explain),
                    parsed.GetValue(back),
                    parsed.InvocationConfiguration.Output,
                    parsed.InvocationConfiguration.Error
                )
        );
        return command;
    }

    private static async Task<int> Run(
        string mappingFile,
        string inputFile,
        string? key,
        string? tables,
        bool explain,
        bool back,
        TextWriter output,
        TextWriter error
    )
    {
        if (await MappingFile.Compile(mappingFile, tables, error) is not { } mapping)
        {
            return 1;
        }
        var keyOf = new RecordKeys(key);
        var (records, faulty) = (0, 0);
        foreach (var record in InputRecords.Read(inputFile))
        {
            records++;
            var result = back ? mapping.Back(record) : mapping.Apply(record, explain, keyOf.Of(record));
            var faults = result.Faults;
            if (!back && faults.Count == 0 && !result.Target.IsUndefined)
            {
                faults = await mapping.Validate(result.Target);
            }
            foreach (var fault in faults)
            {
                await error.WriteLineAsync(
                    $"record {records}: {fault.Field}: {fault.Message} [{fault.Code}, rule {fault.Rule ?? "-"}]"
                );
            }
            faulty += faults.Count > 0 ? 1 : 0;
            if (faults.Count == 0 && !result.Target.IsUndefined)
            {
                await output.WriteLineAsync(
                    result.Why is { } why ? Explained(result.Target, why) : JsonText.Write(result.Target)
                );
            }
        }
        await error.WriteLineAsync($"{records} records, {faulty} with faults");
        return faulty == 0 ? 0 : 1;
    }

    private static string Explained(JsonataValue target, IReadOnlyList<FieldOrigin> why)
    {
        using var buffer = new MemoryStream();
        using (
            var json = new Utf8JsonWriter(
                buffer,
                new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            json.WriteStartObject();
            json.WritePropertyName("result");
            json.WriteRawValue(JsonText.Write(target));
            json.WriteStartArray("why");
            foreach (var origin in why)
            {
                Write(json, origin);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, FieldOrigin origin)
    {
        json.WriteStartObject();
        json.WriteString("field", origin.Field);
        json.WritePropertyName("value");
        json.WriteRawValue(origin.Value);
        json.WriteString("rule", origin.Rule);
        json.WriteNumber("version", origin.Version);
        if (origin.Expression is not null)
        {
            json.WriteString("expression", origin.Expression);
        }
        json.WriteStartArray("sources");
        foreach (var source in origin.Sources)
        {
            json.WriteStartObject();
            json.WriteString("field", source.Field);
            json.WritePropertyName("value");
            json.WriteRawValue(source.Value ?? "null");
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (origin.Looked is { } looked)
        {
            json.WriteStartObject("valueMap");
            json.WriteString("name", looked.ValueMap);
            json.WriteString("from", looked.From);
            json.WriteString("to", looked.To);
            json.WriteBoolean("isDefault", looked.IsDefault);
            json.WriteEndObject();
        }
        json.WriteBoolean("isDefault", origin.IsDefault);
        json.WriteEndObject();
    }
}
