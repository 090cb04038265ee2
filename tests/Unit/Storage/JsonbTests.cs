using System.Text;
using System.Text.Json;
using CsCheck;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Tests.Unit.Storage;

/// <summary>Our JSONB beside SQLite's own, byte for byte, and back to the same text.</summary>
public sealed class JsonbTests : IDisposable
{
    private readonly SqliteConnection _sqlite = new("Data Source=:memory:");

    public JsonbTests()
    {
        SQLitePCL.Batteries_V2.Init();
        _sqlite.Open();
    }

    public void Dispose() => _sqlite.Dispose();

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[],"b":{},"c":[[]],"d":[{}]}""")]
    [InlineData("""{"a":null,"b":true,"c":false,"d":0,"e":-0,"f":-12}""")]
    [InlineData("""{"n":12345678901234567890.10,"m":1E400,"o":1.0,"p":0.5e-7,"q":123456789012345678901234567890}""")]
    [InlineData("""{"\u00e9":"\u00e9 \ud83d\ude00 \" \\ \/ \b\f\n\r\t","é":"é 😀","":""}""")]
    [InlineData("""{"a":"12345678901","b":"123456789012","a":"twice"}""")]
    public void It_is_what_SQLite_makes_and_comes_back_to_the_character(string json) => Compare(json);

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Sizes_of_all_widths(int length) =>
        Compare($$"""{"a":"{{new string('x', length)}}","b":[{{string.Join(',', Enumerable.Repeat(7, length))}}]}""");

    [Fact]
    public void Any_document()
    {
        var text = Gen.OneOf(Gen.String, Gen.String.AlphaNumeric);
        var number = Gen.OneOf(
            Gen.Decimal.Select(d => d.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Gen.Long.Select(n => $"{n}"),
            Gen.Int.Select(n => $"{n}.50E+3")
        );
        var leaf = Gen.OneOf(
            text.Select(Quote),
            number,
            Gen.OneOf(Gen.Const("true"), Gen.Const("false"), Gen.Const("null"))
        );
        var value = Gen.Recursive<string>(
            (depth, inner) =>
                depth > 4
                    ? leaf
                    : Gen.OneOf(
                        leaf,
                        inner.List[0, 5].Select(items => $"[{string.Join(',', items)}]"),
                        Object(text, inner)
                    )
        );
        Object(text, value).Sample(Compare, iter: 2_000, threads: 1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{"a":01}""")]
    [InlineData("""{"a":1,}""")]
    [InlineData("""{"a":1} x""")]
    [InlineData("{'a':1}")]
    public void What_is_no_object_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => Jsonb.Encode(Encoding.UTF8.GetBytes(json)).Length);

    [Fact]
    public void Damage_is_told()
    {
        var whole = Jsonb.Encode("""{"a":[1,"two",{"b":null}],"c":"a text that is a little longer"}"""u8).ToArray();
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<StorageException>(() => Jsonb.Decode(whole.AsSpan(0, length)));
        }
        var random = new Random(1);
        for (var i = 0; i < 2_000; i++)
        {
            var damaged = whole.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                _ = Jsonb.Decode(damaged);
            }
            catch (StorageException) { }
        }
    }

    private static Gen<string> Object(Gen<string> name, Gen<string> value) =>
        Gen.Select(name, value)
            .List[0, 5]
            .Select(pairs => $"{{{string.Join(',', pairs.Select(pair => $"{Quote(pair.Item1)}:{pair.Item2}"))}}}");

    private static string Quote(string text) => JsonSerializer.Serialize(text);

    private void Compare(string json)
    {
        var utf8 = Encoding.UTF8.GetBytes(json);
        using var command = _sqlite.CreateCommand();
        command.CommandText = "SELECT jsonb($json)";
        command.Parameters.AddWithValue("$json", json);
        var ours = Jsonb.Encode(utf8);
        Assert.Equal((byte[])command.ExecuteScalar()!, ours.ToArray());
        Assert.Equal(json, Encoding.UTF8.GetString(Jsonb.Decode(ours.Span)));
    }
}
