using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class CollectionFunctionsTests
{
    [Theory]
    [InlineData("count", "[[1,2]]", "2")]
    [InlineData("count", "[1]", "1")]
    [InlineData("append", "[[1],[2]]", "[1,2]")]
    [InlineData("append", "[1,[]]", "[1]")]
    [InlineData("reverse", "[[1,2,3]]", "[3,2,1]")]
    [InlineData(
        "distinct",
        "[[1,1.0,\"1\",{\"a\":1,\"b\":[2]},{\"b\":[2],\"a\":1},null,null]]",
        "[1,\"1\",{\"a\":1,\"b\":[2]},null]"
    )]
    [InlineData(
        "distinct",
        "[[1,2,3,4,5,6,7,8,9,[1],[1],{\"a\":1,\"b\":2},{\"b\":2,\"a\":1},9]]",
        "[1,2,3,4,5,6,7,8,9,[1],{\"a\":1,\"b\":2}]"
    )]
    [InlineData("distinct", "[1]", "1")]
    [InlineData("zip", "[[1,2],[3,4,5]]", "[[1,3],[2,4]]")]
    [InlineData("zip", "[1,[2]]", "[[1,2]]")]
    [InlineData("sort", "[[3,1,2]]", "[1,2,3]")]
    [InlineData("sort", "[[\"b\",\"A\",\"a\",\"ä\"]]", "[\"A\",\"a\",\"b\",\"ä\"]")]
    [InlineData("sort", "[[1,\"a\"]]", "D3070")]
    [InlineData("sort", "[[1.0,1,1.00]]", "[1.0,1,1.00]")]
    [InlineData("keys", "[{\"a\":1,\"b\":2}]", "[\"a\",\"b\"]")]
    [InlineData("keys", "[[{\"a\":1},[{\"b\":2}],{\"a\":3},4]]", "[\"a\",\"b\"]")]
    [InlineData("keys", "[{}]", "nothing")]
    [InlineData("keys", "[{\"a\":1}]", "\"a\"")]
    [InlineData("lookup", "[{\"a\":1},\"a\"]", "1")]
    [InlineData("lookup", "[[{\"a\":1},{\"a\":[2,3]},{}],\"a\"]", "[1,2,3]")]
    [InlineData("lookup", "[1,\"a\"]", "nothing")]
    [InlineData("spread", "[{\"a\":1,\"b\":2}]", "[{\"a\":1},{\"b\":2}]")]
    [InlineData("spread", "[[{\"a\":1}]]", "[{\"a\":1}]")]
    [InlineData("spread", "[[[{\"a\":1}],2]]", "[{\"a\":1},2]")]
    [InlineData("spread", "[[]]", "nothing")]
    [InlineData("spread", "[1]", "1")]
    [InlineData("merge", "[[{\"a\":1,\"b\":2},{\"b\":3}]]", "{\"a\":1,\"b\":3}")]
    [InlineData("merge", "[[]]", "{}")]
    [InlineData("merge", "[[1]]", "T0412")]
    [InlineData("clone", "[{\"a\":[1.50,null]}]", "{\"a\":[1.50,null]}")]
    [InlineData("boolean", "[[0,[\"\"],{}]]", "false")]
    [InlineData("boolean", "[[0,[\"a\"]]]", "true")]
    [InlineData("boolean", "[null]", "false")]
    [InlineData("not", "[{}]", "true")]
    [InlineData("exists", "[null]", "true")]
    [InlineData("type", "[null]", "\"null\"")]
    [InlineData("type", "[[1]]", "\"array\"")]
    [InlineData("error", "[\"so\"]", "D3137")]
    [InlineData("assert", "[false,\"so\"]", "D3141")]
    [InlineData("assert", "[true]", "nothing")]
    [InlineData("single", "[[1]]", "1")]
    [InlineData("single", "[[1,2]]", "D3138")]
    [InlineData("single", "[[]]", "D3139")]
    public void Arrays_and_objects_become_what_the_reference_makes_of_them(
        string function,
        string arguments,
        string expected
    )
    {
        Assert.Equal(expected, Calls.Call(function, arguments));
    }

    [Fact]
    public void Functions_get_as_many_arguments_as_they_name()
    {
        var array = JsonText.Read("[7,8]");

        Assert.Equal("[1,1]", Calls.Call("map", [array, Counting(1)]));
        Assert.Equal("[2,2]", Calls.Call("map", [array, Counting(2)]));
        Assert.Equal("[3,3]", Calls.Call("map", [array, Counting(5)]));
        Assert.Equal("[1,1]", Calls.Call("map", [array, Counting(0)]));
        Assert.Equal("4", Calls.Call("reduce", [array, Counting(9)]));
        Assert.Equal("2", Calls.Call("reduce", [array, Counting(2)]));
        Assert.Equal("D3050", Calls.Call("reduce", [array, Counting(1)]));
        Assert.Equal("3", Calls.Call("each", [JsonText.Read("{\"a\":1}"), Counting(3)]));
    }

    [Fact]
    public void Functions_choose_and_join()
    {
        var positive = Calls.Lambda(1, args => JsonataValue.Of(args[0].AsDouble > 0));
        var sum = Calls.Lambda(2, args => JsonataValue.Of(args[0].AsDouble + args[1].AsDouble));

        Assert.Equal("[1,2]", Calls.Call("filter", [JsonText.Read("[-1,1,2]"), positive]));
        Assert.Equal("1", Calls.Call("single", [JsonText.Read("[-1,1]"), positive]));
        Assert.Equal("{\"b\":1}", Calls.Call("sift", [JsonText.Read("{\"a\":-1,\"b\":1}"), positive]));
        Assert.Equal("nothing", Calls.Call("sift", [JsonText.Read("{\"a\":-1}"), positive]));
        Assert.Equal("6", Calls.Call("reduce", [JsonText.Read("[1,2,3]"), sum]));
        Assert.Equal("16", Calls.Call("reduce", [JsonText.Read("[1,2,3]"), sum, JsonText.Read("10")]));
        Assert.Equal("nothing", Calls.Call("reduce", [JsonText.Read("[]"), sum]));
    }

    [Fact]
    public void Sorting_is_stable_and_ends_whatever_the_function_says()
    {
        var byRank = Calls.Lambda(
            2,
            args => JsonataValue.Of(args[0].Object!["r"].AsDouble > args[1].Object!["r"].AsDouble)
        );
        var always = Calls.Lambda(2, _ => JsonataValue.True);
        var array = JsonText.Read("""[{"r":2,"n":1},{"r":1,"n":2},{"r":2,"n":3},{"r":1,"n":4}]""");

        Assert.Equal(
            """[{"r":1,"n":2},{"r":1,"n":4},{"r":2,"n":1},{"r":2,"n":3}]""",
            Calls.Call("sort", [array, byRank])
        );
        Assert.Equal("[3,2,1]", Calls.Call("sort", [JsonText.Read("[1,2,3]"), always]));
    }

    [Fact]
    public void Shuffling_keeps_the_elements()
    {
        var shuffled = Calls.Call("shuffle", "[[1,2,3,4,5]]");

        Assert.Equal("[1,2,3,4,5]", Calls.Call("sort", $"[{shuffled}]"));
    }

    [Fact]
    public void What_is_made_is_charged()
    {
        var run = Calls.Run(limits: new Limits { Bytes = 10_000 });
        var array = JsonataValue.Of(new JsonataArray(new JsonataValue[1_000]));

        Assert.Equal("U1001", Calls.Call("append", [array, array], run));
        Assert.Equal("U1001", Calls.Call("zip", [array, array], run));
        Assert.Equal(
            "U1001",
            Calls.Call("split", [JsonataValue.Of(new string('a', 10_000)), JsonataValue.Of("")], run)
        );
    }

    [Fact]
    public void Every_function_of_the_language_is_there()
    {
        const string Names =
            "sum count max min average string substring substringBefore substringAfter lowercase uppercase length trim "
            + "pad match contains replace split join formatNumber formatBase formatInteger parseInteger number floor ceil "
            + "round abs sqrt power random boolean not map zip filter single reduce sift keys lookup append exists spread "
            + "merge reverse each error assert type sort shuffle distinct base64encode base64decode encodeUrlComponent "
            + "encodeUrl decodeUrlComponent decodeUrl toMillis fromMillis now millis clone";

        Assert.All(Names.Split(' '), name => Assert.NotNull(Builtins.Find(name)));
        Assert.Null(Builtins.Find("eval"));
    }

    private static JsonataValue Counting(int arity) =>
        Calls.Lambda(arity, args => JsonataValue.Of((double)args.Length));
}
