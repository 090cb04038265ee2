using System.Text.Json;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;

namespace IntegrationFunctions.Tests.Unit.Sync;

/// <summary>Mappings of what <see cref="FakeSource"/> has to items.</summary>
internal static class ItemMappings
{
    /// <summary>The value becomes the item's name.</summary>
    public const string Plain = """{ "target": "name", "source": "value", "required": true }""";

    public static MappingDefinition Definition(string rules = Plain, string more = "") =>
        JsonSerializer.Deserialize(
            $$"""
            { "name": "things", "target": "item",
              "rules": [ { "target": "id", "expression": "$key", "required": true }, {{rules}} ]{{more}} }
            """,
            MappingJson.Default.MappingDefinition
        )!;

    public static RecordMapper Mapper(string rules = Plain, string more = "", int version = 1)
    {
        var (mapping, errors) = CompiledMapping.Compile(Definition(rules, more));
        Assert.Empty(errors);
        return RecordMapper.By(mapping!, version, $"{version}: {rules}{more}");
    }
}
