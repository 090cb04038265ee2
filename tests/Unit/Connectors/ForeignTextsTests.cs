using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Unit.Connectors;

public sealed class ForeignTextsTests
{
    private const string Secret = "p+ss/Word-1234";

    [Theory]
    [InlineData("SAP says: p+ss/Word-1234!", "SAP says: [secret]!")]
    [InlineData("P+SS/WORD-1234 twice p+ss/Word-1234", "[secret] twice [secret]")]
    [InlineData("?pw=p%2Bss%2FWord-1234&x", "?pw=[secret]&x")]
    [InlineData("It was p+ss/Wor...", "It was [secret]...")]
    [InlineData("It was p%2Bss%2FWo... Ask.", "It was [secret]... Ask.")]
    [InlineData("Nothing of it, and p...", "Nothing of it, and p...")]
    public void A_secret_is_hidden_in_every_form(string said, string expected)
    {
        Result<int> result = new IntegrationError(ErrorKind.Permanent, "refused", said, "/p+ss/Word-1234");
        var hidden = result.Without("", Secret).Error!;
        Assert.Equal(expected, hidden.Message);
        Assert.Equal("/[secret]", hidden.Pointer);
        Assert.Equal((ErrorKind.Permanent, "refused"), (hidden.Kind, hidden.Code));
    }

    [Fact]
    public void A_success_stays_as_it_is()
    {
        Result<string> result = Secret;
        Assert.Equal(Secret, result.Without(Secret).Value);
    }
}
