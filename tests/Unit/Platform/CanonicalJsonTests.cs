using System.Text;
using IntegrationFunctions.Platform;

namespace IntegrationFunctions.Tests.Unit.Platform;

public sealed class CanonicalJsonTests
{
    // Numbers of RFC 8785, appendix B, and orders and escapes after its section 3.2.
    [Theory]
    [InlineData("-0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("1.7976931348623157e308", "1.7976931348623157e+308")]
    [InlineData("9007199254740992", "9007199254740992")]
    [InlineData("295147905179352830000", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1E23", "1e+23")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("333333333.33333325", "333333333.33333325")]
    [InlineData("1e-7", "1e-7")]
    [InlineData("-1.50", "-1.5")]
    [InlineData(
        """{"b":[ 1, true ],"a":null,"\u20ac":"\u000a\u0001/"}""",
        """{"a":null,"b":[1,true],"€":"\n\u0001/"}"""
    )]
    public void What_means_the_same_has_one_form(string json, string canonical) =>
        Assert.Equal(canonical, Encoding.UTF8.GetString(CanonicalJson.Of(Encoding.UTF8.GetBytes(json))));
}
