using System.Text;
using System.Text.Json;
using CsCheck;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata;

/// <summary>The scanner takes what the reader of .NET takes, understands the same by it, and nothing else.</summary>
public sealed class JsonScannerTests
{
    private static readonly string[] Seeds =
    [
        """{"a":1,"b":[true,false,null,-0.5e+3],"c":{"d":"x\n\u00e9\\","e":""}}""",
        """[{"id":1,"name":"é😀"},{"id":2,"name":"b"},{"name":"c","id":3},{"id":1,"id":2}]""",
        """ { "a\"b" : 12345678901234567.89 , "a\\": [ ] , "\u0061": { } } """,
        """["\ud83d\ude00","\ud83d",0,-0,10,1.0,1e5,1E-5,[[[[[]]]]]]""",
        "{" + string.Join(',', Enumerable.Range(0, 200).Select(i => $"\"n{i % 150}\":{i}")) + "}",
        "\"text\"",
        "12",
        "null",
    ];

    [Fact]
    public void What_is_right_is_read_by_it_and_what_is_wrong_is_left_to_the_reader()
    {
        var bytes = Gen.Byte;
        var change = Gen.Select(Gen.Int[0, 10_000], bytes, Gen.Int[0, 3]);
        Gen.Select(Gen.Int[0, Seeds.Length - 1], change.Array[0, 4])
            .Sample(
                (seed, changes) =>
                {
                    var json = Encoding.UTF8.GetBytes(Seeds[seed]).ToList();
                    foreach (var (place, value, kind) in changes)
                    {
                        var at = json.Count == 0 ? 0 : place % json.Count;
                        switch (kind)
                        {
                            case 0 when json.Count > 0:
                                json.RemoveAt(at);
                                break;
                            case 1:
                                json.Insert(at, value);
                                break;
                            case 2 when json.Count > 0:
                                json[at] = (byte)"{}[],:\"\\0-+.eEtn u\n"[value % 19];
                                break;
                            case 3 when json.Count > 0:
                                json.RemoveRange(at, json.Count - at);
                                break;
                        }
                    }
                    Same([.. json]);
                },
                iter: 20_000
            );
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("{")]
    [InlineData("{\"a\"")]
    [InlineData("{\"a\":1,}")]
    [InlineData("[1,]")]
    [InlineData("[1 2]")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData("-")]
    [InlineData("1e")]
    [InlineData("tru")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12g4\"")]
    [InlineData("\"\t\"")]
    [InlineData("{} {}")]
    [InlineData("\uFEFF{}")]
    [InlineData("NaN")]
    public void What_is_no_JSON_is_refused_with_a_place(string json)
    {
        Assert.False(JsonScanner.TryRead(Encoding.UTF8.GetBytes(json), out _));
        Assert.ThrowsAny<JsonException>(() => JsonText.Read(json));
    }

    [Fact]
    public void Nesting_ends_where_the_readers_does()
    {
        for (var depth = JsonTextReader.MostDepth - 1; depth <= JsonTextReader.MostDepth + 1; depth++)
        {
            Same(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        }
    }

    [Fact]
    public void A_name_that_needs_escapes_is_not_taken_for_one_that_looks_like_it()
    {
        // The name is a backslash at the end: in JSON it is followed by what looks like its closing quote.
        _ = JsonText.Read("""{"a\\":1}""");
        Same(Encoding.UTF8.GetBytes("""{"a\":1}"""));
        Same(Encoding.UTF8.GetBytes("""{"a\\":2}"""));
        Same(Encoding.UTF8.GetBytes("""{"a\"":3}"""));
    }

    private static void Same(byte[] json)
    {
        string? expected;
        try
        {
            expected = JsonText.Write(JsonTextReader.Read(json));
        }
        catch (JsonException)
        {
            expected = null;
        }
        var read = JsonScanner.TryRead(json, out var value);
        Assert.True(read == (expected is not null), Encoding.UTF8.GetString(json));
        if (read)
        {
            Assert.Equal(expected, JsonText.Write(value));
        }
    }
}
