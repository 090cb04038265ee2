using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Functions.Http.Mappings;

/// <summary>A mapping as the API shows it.</summary>
[DisplayName("Mapping")]
internal sealed record MappingView(
    [property: Description("The integration's id and the object's name: int_...-invoices.")] string Id,
    string IntegrationId,
    [property: Description("The object whose records it maps.")] string ObjectName,
    [property: Description("The version in force; 0 is the connector's own mapping.")] int ActiveVersion,
    [property: Description("The last version that was saved; 0 where there is none but the connector's own.")]
        int LatestVersion,
    [property: Description("The model of its results; null where records are kept as they came.")] string? Target,
    [property: Description("What came into force, newest first.")] IReadOnlyList<MappingActivation> Activations
)
{
    public static MappingView From(ObjectMapping mapping) =>
        new(
            mapping.Id,
            mapping.IntegrationId,
            mapping.ObjectName,
            mapping.ActiveVersion,
            mapping.LatestVersion,
            mapping.Own?.Target,
            mapping.History
        );
}

/// <summary>A version of a mapping as the API shows it.</summary>
[DisplayName("MappingVersion")]
internal sealed record MappingVersionView(
    [property: Description("0 is the connector's own mapping.")] int Version,
    [property: Description("Whether it is in force.")] bool IsActive,
    [property: Description("The user who saved it; null for the connector's own.")] string? Author,
    [property: Description("What changed, and why.")] string? Note,
    DateTimeOffset? CreatedAt,
    MappingDefinition Definition
)
{
    public static MappingVersionView From(MappingVersion version, ObjectMapping mapping) =>
        From(version.Definition, mapping) with
        {
            CreatedAt = version.CreatedAt,
        };

    public static MappingVersionView From(MappingDefinition definition, ObjectMapping mapping) =>
        new(
            definition.Version,
            definition.Version == mapping.ActiveVersion,
            definition.Author,
            definition.Note,
            null,
            definition
        );
}

/// <summary>Something that is wrong with a record, as the API shows it.</summary>
[DisplayName("MappingFault")]
internal sealed record FaultView(
    string Code,
    [property: Description("The rule, as a JSON pointer into the definition; null where none is to blame alone.")]
        string? Rule,
    [property: Description("The field, as a JSON pointer into the result.")] string Field,
    string Message,
    [property: Description("The value that is wrong; null where there is none.")] JsonNode? Value
)
{
    public static FaultView From(MappingFault fault) =>
        new(fault.Code, fault.Rule, fault.Field, fault.Message, Parsed(fault.Value));

    public static JsonNode? Parsed(string? json) => json is null ? null : JsonNode.Parse(json);
}

/// <summary>Where a field comes from, as the API shows it.</summary>
[DisplayName("FieldOrigin")]
internal sealed record OriginView(
    [property: Description("The field, as a JSON pointer into the result.")] string Field,
    JsonNode? Value,
    [property: Description("The rule, as a JSON pointer into the definition.")] string Rule,
    [property: Description("The mapping's version.")] int Version,
    [property: Description("The fields of the record that the rule reads.")] IReadOnlyList<SourceView> Sources,
    [property: Description("The rule's expression, where it has one.")] string? Expression,
    [property: Description("What was looked up, where the rule has a value map.")] LookedUp? ValueMap,
    [property: Description("Whether the rule's default stands there because there was nothing.")] bool IsDefault
)
{
    public static OriginView From(FieldOrigin origin) =>
        new(
            origin.Field,
            FaultView.Parsed(origin.Value),
            origin.Rule,
            origin.Version,
            [.. origin.Sources.Select(source => new SourceView(source.Field, FaultView.Parsed(source.Value)))],
            origin.Expression,
            origin.Looked,
            origin.IsDefault
        );
}

/// <summary>A field that a rule reads.</summary>
[DisplayName("SourceField")]
internal sealed record SourceView(
    [property: Description("As a JSON pointer into the record.")] string Field,
    [property: Description("What stands there; null where nothing does.")] JsonNode? Value
);

/// <summary>A run over stored records as the API shows it.</summary>
[DisplayName("MappingRun")]
internal sealed record MappingRunView(
    [property: Description("mrn_..., and the id of its workflow.")] string Id,
    string MappingId,
    MappingRunKind Kind,
    [property: Description("The version; 0 is the connector's own mapping.")] int Version,
    MappingRunStatus Status,
    DateTimeOffset StartedAt,
    string StartedBy,
    DateTimeOffset? FinishedAt,
    [property: Description("Records mapped so far.")] long Records,
    [property: Description("Those that become something else.")] long Changed,
    [property: Description("Those that can't be mapped; nobody sees them until they can.")] long Faulty,
    [property: Description("Those of them that could be until now.")] long NewlyFaulty,
    [property: Description("Those that the mapping's condition leaves out.")] long LeftOut,
    [property: Description("Those of them that were not until now.")] long NewlyLeftOut,
    [property: Description("Those that were withheld until now and are not by this version.")] long Released,
    [property: Description("How many records change in a field: JSON pointers, * for any entry of a list.")]
        IReadOnlyDictionary<string, long> ChangedFields,
    [property: Description("The first ten records that change.")] IReadOnlyList<ChangedRecord> Examples,
    [property: Description("The first ten records that can't be mapped.")] IReadOnlyList<FaultyView> Faults,
    [property: Description("The first hundred values that no value map has.")] IReadOnlyList<ValueMiss> Misses,
    MappingRunError? Error
)
{
    public static MappingRunView From(MappingRun run) =>
        new(
            run.Id,
            ObjectMapping.IdOf(run.IntegrationId, run.ObjectName),
            run.Kind,
            run.Version,
            run.Status,
            run.StartedAt,
            run.StartedBy,
            run.FinishedAt,
            run.Tally.Records,
            run.Tally.Changed,
            run.Tally.Faulty,
            run.Tally.NewlyFaulty,
            run.Tally.LeftOut,
            run.Tally.NewlyLeftOut,
            run.Tally.Released,
            run.Tally.Fields,
            run.Tally.Examples,
            [.. run.Tally.Faults.Select(fault => new FaultyView(fault.Key, [.. fault.Faults.Select(FaultView.From)]))],
            run.Tally.Misses,
            run.Error
        );
}

/// <summary>A record that can't be mapped.</summary>
[DisplayName("FaultyRecord")]
internal sealed record FaultyView(string Key, IReadOnlyList<FaultView> Faults);
