using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Unit.Sync;

namespace IntegrationFunctions.Tests.Unit.Connectors.Mappings;

/// <summary>Versions of a mapping: what is accepted, what is refused, and what they explain.</summary>
public sealed class VersionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_is_a_version_with_its_author_and_note()
    {
        await using var world = await MappingWorld.Create(1);
        Assert.Equal(0, (await world.Mapping()).LatestVersion);
        await world.Save(ItemMappings.Plain);
        await world.Save("""{ "target": "name", "value": "second" }""");

        var mapping = await world.Mapping();
        Assert.Equal((0, 2), (mapping.ActiveVersion, mapping.LatestVersion));
        var page = await world.Mappings.Versions(MappingWorld.Tenant, mapping, 10, null, Ct);
        Assert.Equal([2, 1], page.Versions.Select(version => version.Number));
        Assert.All(page.Versions, v => Assert.Equal(("usr_1", "a test"), (v.Definition.Author, v.Definition.Note)));
        Assert.Equal([2, 1], page.Versions.Select(version => version.Definition.Version));
        Assert.Null(await world.Mappings.Version(MappingWorld.Tenant, mapping, 3, Ct));
        Assert.Null((await world.Mappings.Version(MappingWorld.Tenant, mapping, 0, Ct))!.Stored);
    }

    [Fact]
    public async Task Of_two_who_change_the_same_version_one_is_told()
    {
        await using var world = await MappingWorld.Create(1);
        var definition = ItemMappings.Definition();
        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(_ => world.Mappings.AddVersion(MappingWorld.Tenant, "usr_1", world.Id, definition, null, 0, Ct))
        );
        Assert.Single(answers, answer => answer.Version is { Number: 1 });
        Assert.Equal(3, answers.Count(answer => answer.Errors is [{ Code: "version-mismatch" }]));
    }

    [Fact]
    public async Task What_is_wrong_is_told_whole_with_pointers_into_the_request()
    {
        await using var world = await MappingWorld.Create(1);
        var errors = await Refused(
            world,
            ItemMappings.Definition(
                """{ "target": "nmae", "source": "value" }, { "target": "unit", "source": "value", "valueMap": "units" }"""
            )
        );
        Assert.Equal(
            ["/definition/rules/1/target", "/definition/rules/2/valueMap", "/definition/rules"],
            errors.Select(error => error.Pointer)
        );
        var other = await Refused(world, ItemMappings.Definition() with { Target = "account" });
        Assert.Equal("/definition/target", Assert.Single(other).Pointer);
    }

    [Fact]
    public async Task A_field_that_is_declared_two_way_must_come_back_from_the_records_that_are_stored()
    {
        await using var world = await MappingWorld.Create(3);
        const string TwoWay = """
            { "target": "name", "source": "value", "twoWay": true },
            { "target": "salesPrice", "source": "amount", "format": ["decimal"], "twoWay": true }
            """;
        Assert.Equal(1, await world.Save(TwoWay));
        // Gateways write ISO dates too; what goes back is the form of OData V2.
        world.Source.Put("iso", "2026-11-22");
        await world.Synchronise();
        var errors = await Refused(
            world,
            ItemMappings.Definition(
                ItemMappings.Plain
                    + """, { "target": "changedOn", "source": "value", "format": ["odata-date"], "twoWay": true }"""
            ),
            latest: 1
        );
        var error = Assert.Single(errors);
        Assert.Equal(("mapping-round-trip", "/definition/rules/2/twoWay"), (error.Code, error.Pointer));
        Assert.Contains("'iso'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preview_shows_both_sides_and_why()
    {
        await using var world = await MappingWorld.Create(2);
        var definition = ItemMappings.Definition("""{ "target": "name", "expression": "value & '!'" }""");
        var (preview, errors) = await world.Mappings.Preview(
            MappingWorld.Tenant,
            await world.Mapping(),
            definition,
            FakeSource.Key(1),
            Ct
        );
        Assert.Empty(errors);
        Assert.Equal("Value 1", (string?)preview!.Raw["value"]);
        var difference = Assert.Single(preview.Differences);
        Assert.Equal(("Value 1", "Value 1!"), ((string?)difference.Before, (string?)difference.After));
        var why = preview.Why.Single(origin => origin.Field == "/name");
        Assert.Equal(("/rules/1", "value & '!'"), (why.Rule, why.Expression));
        Assert.Equal(("/value", "\"Value 1\""), (why.Sources[0].Field, why.Sources[0].Value));

        var missing = await world.Mappings.Preview(
            MappingWorld.Tenant,
            await world.Mapping(),
            definition,
            "no/key",
            Ct
        );
        Assert.Equal("record-not-found", Assert.Single(missing.Errors).Code);
    }

    [Fact]
    public async Task A_stored_record_is_explained_by_the_version_that_made_it()
    {
        await using var world = await MappingWorld.Create(2);
        var version = await world.Save("""{ "target": "name", "expression": "$uppercase(value)" }""");
        var own = await world.Mappings.Explain(MappingWorld.Tenant, await world.Mapping(), FakeSource.Key(0), Ct);
        Assert.Equal((0, "\"Value 0\""), (own.Value.Version, own.Value.Why.Single(o => o.Field == "/name").Value));

        await world.Activate(version);
        var made = await world.Mappings.Explain(MappingWorld.Tenant, await world.Mapping(), FakeSource.Key(0), Ct);
        Assert.Equal((1, 1), (made.Value.Version, made.Value.Why[0].Version));
        Assert.Equal("\"VALUE 0\"", made.Value.Why.Single(origin => origin.Field == "/name").Value);
    }

    [Fact]
    public async Task Another_tenants_mapping_is_not_there()
    {
        await using var world = await MappingWorld.Create(1);
        Assert.Null(await world.Mappings.Find("t2", world.Id, Ct));
        Assert.Null(await world.Mappings.Find(MappingWorld.Tenant, "int_x-things", Ct));
        Assert.Null(await world.Mappings.Find(MappingWorld.Tenant, world.Id + "s", Ct));
        Assert.Null(await world.Mappings.Find(MappingWorld.Tenant, "../integrations-things", Ct));
    }

    private static async Task<IReadOnlyList<IntegrationError>> Refused(
        MappingWorld world,
        MappingDefinition definition,
        int latest = 0
    )
    {
        var (version, errors) = await world.Mappings.AddVersion(
            MappingWorld.Tenant,
            "usr_1",
            world.Id,
            definition,
            null,
            latest,
            Ct
        );
        Assert.Null(version);
        return errors;
    }
}
