using System.Text.Json;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(511)]
    [InlineData(4_095)]
    [InlineData(4_097)]
    [InlineData(100_000)]
    public void Texts_of_any_length_and_script_are_read_back(int length)
    {
        foreach (var piece in new[] { "a", "é", "漢", "😀", "\"\\\n\u0001" })
        {
            var text = string.Concat(Enumerable.Repeat(piece, length));
            var array = new JsonataArray([
                JsonataValue.Of("x"),
                JsonataValue.Of(text),
                JsonataValue.Of(1.5),
                JsonataValue.Of(text),
            ]);
            foreach (var indented in new[] { false, true })
            {
                var json = JsonText.Write(JsonataValue.Of(array), indented);
                // By another reader than our own.
                Assert.Equal(text, JsonDocument.Parse(json).RootElement[3].GetString());
                Assert.Equal(text, JsonText.Read(json).Array![1].AsString());
            }
        }
    }

    [Fact]
    public void What_came_as_a_slice_goes_out_as_it_came()
    {
        const string Json = """{"a":"\u00e9\n\"x\"","b":[1.50,-0.0,1E+5,"漢😀"],"c":{},"d":[],"e":null,"f":true}""";
        Assert.Equal(Json, JsonText.Write(JsonText.Read(Json)));
    }
}
