using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Functions;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;

namespace IntegrationFunctions.Tests.Unit.Mapping.Jsonata.Functions;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("<s-n?:s>", "[\"a\",1]", "[\"a\",1]")]
    [InlineData("<s-n?:s>", "[\"a\"]", "[\"a\"]")]
    [InlineData("<s-n?:s>", "[1]", "[\"context\",1]")]
    [InlineData("<s-n?:s>", "[]", "[\"context\",null]")]
    [InlineData("<n-:n>", "[]", "T0411")]
    [InlineData("<s-n?:s>", "[\"a\",\"b\"]", "T0410")]
    [InlineData("<s-n?:s>", "[\"a\",1,2]", "T0410")]
    [InlineData("<:n>", "[1]", "T0410")]
    [InlineData("<:n>", "[]", "[]")]
    [InlineData("<a:n>", "[1]", "[[1]]")]
    [InlineData("<a<n>:n>", "[[1,2]]", "[[1,2]]")]
    [InlineData("<a<n>:n>", "[1]", "[[1]]")]
    [InlineData("<a<n>:n>", "[[]]", "[[]]")]
    [InlineData("<a<n>:n>", "[\"a\"]", "T0412")]
    [InlineData("<a<n>:n>", "[[1,\"a\"]]", "T0412")]
    [InlineData("<a<s>s?:s>", "[[\"a\"],1]", "T0410")]
    [InlineData("<a+>", "[[1],2,[3]]", "[[1],[2],[3]]")]
    [InlineData("<a+>", "[]", "T0410")]
    [InlineData("<(ns)b:s>", "[1,true]", "[1,true]")]
    [InlineData("<(ns)b:s>", "[\"a\",true]", "[\"a\",true]")]
    [InlineData("<(ns)b:s>", "[true,true]", "T0410")]
    [InlineData("<x:s>", "[null]", "[null]")]
    [InlineData("<j:s>", "[{}]", "[{}]")]
    [InlineData("<l:s>", "[null]", "[null]")]
    [InlineData("<l:s>", "[1]", "T0410")]
    [InlineData("<f:s>", "[1]", "T0410")]
    // An optional argument that is left out leaves its place to the next one, which then is missing itself.
    [InlineData("<s?n>", "[5]", "[5,null]")]
    public void Arguments_are_fitted(string signature, string arguments, string expected)
    {
        Assert.Equal(expected, Fit(signature, arguments));
    }

    [Theory]
    [InlineData("<s<n>>", "S0401")]
    [InlineData("<(a<n>s):s>", "S0402")]
    public void Wrong_signatures_are_refused(string signature, string code)
    {
        Assert.Equal(code, Assert.Throws<JsonataException>(() => Signature.Parse(signature)).Code);
    }

    [Fact]
    public void Errors_name_the_argument()
    {
        var error = Assert.Throws<JsonataException>(() =>
            Signature.Parse("<sn(bo)>").Validate(Calls.Array("[\"a\",1,2]"), default).Length
        );

        Assert.Equal((3, "2"), (error.Index, error.Value.ToString()));
    }

    [Fact]
    public void Arguments_that_fit_are_passed_on_without_a_copy()
    {
        var arguments = Calls.Array("[\"a\",[1]]");

        Assert.True(Signature.Parse("<sa<n>b?>").Validate(arguments, default) == arguments.AsSpan());
    }

    private static string Fit(string signature, string arguments)
    {
        try
        {
            var fitted = Signature.Parse(signature).Validate(Calls.Array(arguments), JsonataValue.Of("context"));
            return JsonText.Write(JsonataValue.Of(new JsonataArray(fitted.ToArray())));
        }
        catch (JsonataException error)
        {
            return error.Code;
        }
    }
}
