using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Cli.OpenApi;

namespace IntegrationFunctions.Tests.Unit.Cli;

/// <summary>What breaks old clients is named with its place; what is only added is not.</summary>
public sealed class BreakingChangesTests
{
    private const string Released = """
        {
          "paths": {
            "/things": {
              "get": {
                "operationId": "listThings",
                "parameters": [
                  { "name": "status", "in": "query", "schema": { "type": "string", "enum": ["open", "done"] } },
                  { "name": "limit", "in": "query", "schema": { "type": "integer", "maximum": 200 } }
                ],
                "responses": { "200": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } } } }
              },
              "post": {
                "operationId": "createThing",
                "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewThing" } } } },
                "responses": { "201": {} }
              }
            }
          },
          "components": {
            "schemas": {
              "Thing": {
                "type": "object",
                "required": ["id", "parts"],
                "properties": {
                  "id": { "type": "string" },
                  "note": { "type": ["string", "null"] },
                  "parts": { "type": "array", "items": { "$ref": "#/components/schemas/Thing" } }
                }
              },
              "NewThing": {
                "type": "object",
                "required": ["name"],
                "properties": { "name": { "type": "string", "maxLength": 100 }, "size": { "type": "integer" } }
              }
            }
          }
        }
        """;

    [Fact]
    public void The_same_description_breaks_nothing() => Assert.Empty(Compare(_ => { }));

    [Fact]
    public void What_is_added_breaks_nothing() =>
        Assert.Empty(
            Compare(d =>
            {
                d["paths"]!["/more"] = new JsonObject();
                Get(d)["parameters"]!.AsArray().Add(JsonNode.Parse("""{ "name": "sort", "in": "query" }"""));
                Get(d)["parameters"]![0]!["schema"]!["enum"]!.AsArray().Add("late");
                Schema(d, "Thing")["properties"]!["colour"] = JsonNode.Parse("""{ "type": "string" }""");
                Schema(d, "Thing")["required"]!.AsArray().Add("note");
                Schema(d, "Thing")["properties"]!["note"]!["type"] = "string";
                Schema(d, "NewThing")["required"]!.AsArray().Clear();
                Schema(d, "NewThing")["properties"]!["name"]!["maxLength"] = 200;
                Schema(d, "NewThing")["properties"]!["colour"] = JsonNode.Parse("""{ "type": "string" }""");
            })
        );

    public static TheoryData<string, Action<JsonObject>> Breaks =>
        new()
        {
            { "GET /things: the operation is gone", d => ((JsonObject)d["paths"]!["/things"]!).Remove("get") },
            { "GET /things: operationId listThings became all", d => Get(d)["operationId"] = "all" },
            { "GET /things: the query parameter 'limit' is gone", d => Get(d)["parameters"]!.AsArray().RemoveAt(1) },
            { "query parameter 'limit': maximum is 50", d => Get(d)["parameters"]![1]!["schema"]!["maximum"] = 50 },
            { "query parameter 'limit' is required now", d => Get(d)["parameters"]![1]!["required"] = true },
            {
                "query parameter 'status': the value \"done\" is no longer taken",
                d => Get(d)["parameters"]![0]!["schema"]!["enum"]!.AsArray().RemoveAt(1)
            },
            { "GET /things: the answer 200 is gone", d => ((JsonObject)Get(d)["responses"]!).Remove("200") },
            { "GET /things 200.id: string became integer", d => Property(d, "Thing", "id")["type"] = "integer" },
            { "GET /things 200.note: the property is gone", d => Properties(d, "Thing").Remove("note") },
            {
                "GET /things 200.parts: the property may be absent now",
                d => Schema(d, "Thing")["required"]!.AsArray().RemoveAt(1)
            },
            {
                "GET /things 200.id: string became null or string",
                d => Property(d, "Thing", "id")["type"] = new JsonArray("string", "null")
            },
            { "POST /things body.size: the property is gone", d => Properties(d, "NewThing").Remove("size") },
            {
                "POST /things body.size: the property is required now",
                d => Schema(d, "NewThing")["required"]!.AsArray().Add("size")
            },
            { "POST /things body.name: maxLength is 50", d => Property(d, "NewThing", "name")["maxLength"] = 50 },
            {
                "POST /things body.name: only some values are taken now",
                d => Property(d, "NewThing", "name")["enum"] = new JsonArray("a")
            },
            { "POST /things: a body is required now", d => Post(d)["requestBody"]!["required"] = true },
        };

    [Theory]
    [MemberData(nameof(Breaks))]
    public void A_break_is_named(string expected, Action<JsonObject> change)
    {
        var found = Assert.Single(Compare(change));

        Assert.Contains(expected, found, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Compare(Action<JsonObject> change)
    {
        var after = (JsonObject)JsonNode.Parse(Released)!;
        change(after);
        // As it is read: numbers that were put in as .NET's become JSON's.
        return BreakingChanges.Between(
            (JsonObject)JsonNode.Parse(Released)!,
            (JsonObject)JsonNode.Parse(after.ToJsonString())!
        );
    }

    private static JsonNode Get(JsonObject d) => d["paths"]!["/things"]!["get"]!;

    private static JsonNode Post(JsonObject d) => d["paths"]!["/things"]!["post"]!;

    private static JsonNode Schema(JsonObject d, string name) => d["components"]!["schemas"]![name]!;

    private static JsonObject Properties(JsonObject d, string name) => (JsonObject)Schema(d, name)["properties"]!;

    private static JsonNode Property(JsonObject d, string schema, string name) => Properties(d, schema)[name]!;
}
