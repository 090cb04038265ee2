using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;

namespace IntegrationFunctions.Tests.Unit.Integrations;

public sealed class ConnectorSettingsTests
{
    private static readonly ConnectorDescriptor Connector = new(
        "test",
        "Test",
        (JsonObject)
            JsonNode.Parse(
                """
                {"type":"object","additionalProperties":false,"required":["baseUrl","password"],"properties":{
                  "baseUrl":{"type":"string","format":"uri"},
                  "password":{"type":"string","minLength":8,"writeOnly":true},
                  "mode":{"type":"string","enum":["a","b"]},
                  "port":{"type":"integer","minimum":1,"maximum":65535},
                  "nested":{"type":"object","properties":{"list":{"type":"array","items":{"type":"string"}}}}
                }}
                """
            )!,
        []
    );

    [Theory]
    [InlineData("""{"password":"12345678"}""", "/settings/baseUrl")]
    [InlineData("""{"baseUrl":"x","password":"12345678"}""", "/settings/baseUrl")]
    [InlineData("""{"baseUrl":"https://a.b","password":"short"}""", "/settings/password")]
    [InlineData("""{"baseUrl":"https://a.b","password":"12345678","mode":"c"}""", "/settings/mode")]
    [InlineData("""{"baseUrl":"https://a.b","password":"12345678","port":0}""", "/settings/port")]
    [InlineData("""{"baseUrl":"https://a.b","password":"12345678","port":"1"}""", "/settings/port")]
    [InlineData("""{"baseUrl":"https://a.b","password":"12345678","other":1}""", "/settings/other")]
    [InlineData("""{"baseUrl":"https://a.b","password":"12345678","nested":{"list":["x",1]}}""", "/settings/nested/list/1")]
    public async Task A_setting_that_does_not_fit_is_pointed_at(string settings, string pointer)
    {
        var error = Assert.Single(await ConnectorSettings.Check(Connector, (JsonObject)JsonNode.Parse(settings)!));

        Assert.Equal(pointer, error.Pointer);
        Assert.DoesNotContain("short", error.Message);
    }

    [Fact]
    public void Secrets_are_told_from_the_rest_and_joined_again()
    {
        var all = (JsonObject)JsonNode.Parse("""{"baseUrl":"https://a.b","password":"12345678","mode":null}""")!;

        var (open, secret) = ConnectorSettings.Split(Connector, all);

        Assert.Equal("""{"baseUrl":"https://a.b"}""", open.ToJsonString());
        Assert.Equal("""{"password":"12345678"}""", secret.ToJsonString());
        Assert.Equal(2, ConnectorSettings.Join(open, secret).Count);
    }

    // RFC 7396, appendix A.
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", "{}")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("{}", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void A_merge_patch_does_what_the_standard_says(string target, string patch, string result) =>
        Assert.Equal(
            result,
            ConnectorSettings
                .Merge((JsonObject)JsonNode.Parse(target)!, (JsonObject)JsonNode.Parse(patch)!)
                .ToJsonString()
        );
}
