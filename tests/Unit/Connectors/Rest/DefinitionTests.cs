using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Connectors.Rest;

public sealed class DefinitionTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Shipped =>
        [
            .. Directory.GetFiles(
                Repository.File("shared", "Connectors", "Rest", "Definitions"),
                "*.json",
                SearchOption.AllDirectories
            ),
        ];

    [Theory]
    [MemberData(nameof(Shipped))]
    public async Task What_is_shipped_is_good_registered_and_explained(string file)
    {
        var (definition, errors) = await ReadDefinition.Run(await File.ReadAllBytesAsync(file, Ct));
        Assert.Empty(errors);
        Assert.Equal(Path.GetFileNameWithoutExtension(file), definition!.Name);
        await using var services = new ServiceCollection().AddConnectors().BuildServiceProvider();
        var connector = services.GetRequiredService<ConnectorCatalogue>().Find(definition.Name);
        Assert.Equal(
            definition.Objects.Select(item => item.Name),
            connector!.Descriptor.Objects.Select(item => item.Name)
        );
        Assert.All(connector.Descriptor.Objects, item => Assert.Equal(0, item.Mapping!.Version));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(file)!, "MAPPINGS.md")));
    }

    [Theory]
    [InlineData("""{"name":"Bad Name"}""", "/name")]
    [InlineData("""{"colour":"blue"}""", "/colour")]
    [InlineData("""{"baseAddress":"ftp://api.example"}""", "/baseAddress")]
    [InlineData("""{"baseAddress":"https://api.example/?a=b"}""", "/baseAddress")]
    [InlineData("""{"baseAddress":"https://{password}.example/"}""", "/baseAddress")]
    [InlineData("""{"baseAddress":"{address}"}""", "/baseAddress")]
    [InlineData("""{"headers":{"X-Company":"{company}"}}""", "/headers/X-Company")]
    [InlineData("""{"authentication":{"type":"kerberos"}}""", "/authentication/type")]
    [InlineData("""{"authentication":{"type":"bearer"}}""", "/authentication")]
    [InlineData("""{"authentication":{"type":"bearer","token":"{nothing}"}}""", "/authentication/token")]
    [InlineData("""{"authentication":{"type":"bearer","token":"{password}","user":"x"}}""", "/authentication/user")]
    [InlineData(
        """{"authentication":{"type":"oauth2ClientCredentials","tokenAddress":"http://a.example","clientId":"a","clientSecret":"{password}"}}""",
        "/authentication/tokenAddress"
    )]
    [InlineData(
        """{"settings":{"type":"object","properties":{"x":{"type":"string","title":"X"}}}}""",
        "/settings/properties/x"
    )]
    [InlineData("""{"objects":[{"key":[]}]}""", "/objects/0/key")]
    [InlineData("""{"objects":[{"key":["a..b"]}]}""", "/objects/0/key/0")]
    [InlineData("""{"objects":[{"read":{"path":"/partners"}}]}""", "/objects/0/read/path")]
    [InlineData("""{"objects":[{"read":{"path":"https://evil.example/partners"}}]}""", "/objects/0/read/path")]
    [InlineData("""{"objects":[{"read":{"path":"a/../../b"}}]}""", "/objects/0/read/path")]
    [InlineData("""{"objects":[{"read":{"path":"partners/{key}"}}]}""", "/objects/0/read/path")]
    [InlineData("""{"objects":[{"read":{"query":{"key":"{password}"}}}]}""", "/objects/0/read/query/key")]
    [InlineData("""{"objects":[{"read":{"body":"{ 'a': "}}]}""", "/objects/0/read/body")]
    [InlineData("""{"objects":[{"read":{"select":"$.x"}}]}""", "/objects/0/read")]
    [InlineData(
        """{"objects":[{"read":{"paging":{"style":"pages","largestPage":10}}}]}""",
        "/objects/0/read/paging/style"
    )]
    [InlineData(
        """{"objects":[{"read":{"paging":{"style":"page","largestPage":0}}}]}""",
        "/objects/0/read/paging/largestPage"
    )]
    [InlineData(
        """{"objects":[{"read":{"paging":{"style":"offset","parameter":null,"largestPage":10}}}]}""",
        "/objects/0/read/paging"
    )]
    [InlineData("""{"objects":[{"read":{"paging":{"style":"cursor","largestPage":10}}}]}""", "/objects/0/read/paging")]
    [InlineData("""{"objects":[{"count":{"call":null,"total":null}}]}""", "/objects/0/count")]
    [InlineData("""{"objects":[{"etag":null}]}""", "/objects/0/update")]
    [InlineData("""{"objects":[{"update":{"body":null}}]}""", "/objects/0/update")]
    [InlineData("""{"objects":[{"mapping":{"target":"nothing"}}]}""", "/objects/0/mapping/target")]
    [InlineData("""{"objects":[{"mapping":{"colour":"blue"}}]}""", "/objects/0/mapping/colour")]
    [InlineData(
        """{"objects":[{"mapping":{"rules":[{"target":"id","expression":"$$$("}]}}]}""",
        "/objects/0/mapping/rules/0/expression"
    )]
    public async Task What_is_wrong_is_told_with_its_place(string change, string pointer)
    {
        var (definition, errors) = await ReadDefinition.Run(await Changed(change));
        Assert.Null(definition);
        Assert.Contains(pointer, errors.Select(error => error.Pointer));
        Assert.All(errors, error => Assert.Equal("definition-invalid", error.Code));
    }

    [Fact]
    public async Task All_that_is_wrong_is_told_at_once()
    {
        var (_, errors) = await ReadDefinition.Run(
            await Changed(
                """{"baseAddress":"x","headers":{"A":"{no}"},"objects":[{"etag":"a..","read":{"path":"/a","body":"("},"mapping":{"target":"nothing"}}]}"""
            )
        );
        string[] expected =
        [
            "/baseAddress",
            "/headers/A",
            "/objects/0/etag",
            "/objects/0/read/path",
            "/objects/0/read/body",
            "/objects/0/mapping/target",
        ];
        Assert.Empty(expected.Except(errors.Select(error => error.Pointer)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1,2")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task What_is_no_definition_at_all_is_told(string text)
    {
        var (definition, errors) = await ReadDefinition.Run(Encoding.UTF8.GetBytes(text));
        Assert.Null(definition);
        Assert.NotEmpty(errors);
    }

    [Fact]
    public void A_connector_is_not_made_of_a_wrong_definition()
    {
        var wrong = ReadDefinition.Embedded("xero") with { BaseAddress = "http://api.example" };
        var thrown = Assert.Throws<ArgumentException>(() => new RestConnector(wrong, TimeProvider.System));
        Assert.Contains("/baseAddress", thrown.Message, StringComparison.Ordinal);
    }

    // RFC 7396, and into the first entry of lists too.
    private static async Task<byte[]> Changed(string change)
    {
        var definition = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.File("sandbox", "Rest", "virtual-rest.json"), Ct)
        )!;
        Merge(definition.AsObject(), JsonNode.Parse(change)!.AsObject());
        return Encoding.UTF8.GetBytes(definition.ToJsonString());
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner
                    when target[name] is JsonObject there && name is not ("authentication" or "paging" or "settings"):
                    Merge(there, inner);
                    break;
                case JsonArray { Count: > 0 } list when list[0] is JsonObject first && name == "objects":
                    Merge(target[name]![0]!.AsObject(), first);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }
    }
}
