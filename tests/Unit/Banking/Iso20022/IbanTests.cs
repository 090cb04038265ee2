using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

public class IbanTests
{
    [Theory]
    [InlineData("DE89370400440532013000", true)]
    [InlineData("DE89 3704 0044 0532 0130 00", true)]
    [InlineData("gb82west12345698765432", true)]
    [InlineData("FR1420041010050500013M02606", true)]
    [InlineData("NO9386011117947", true)]
    [InlineData("MT84MALT011000012345MTLCAST001S", true)]
    [InlineData("DE88370400440532013000", false)]
    [InlineData("DE8937040044053201300", false)]
    [InlineData("XX89370400440532013000", false)]
    [InlineData("DE89-3704-0044-0532-0130-00", false)]
    [InlineData("", false)]
    [InlineData("D", false)]
    [InlineData(null, false)]
    public void Country_length_and_check_digits_decide(string? iban, bool isValid) =>
        Assert.Equal(isValid, Iban.IsValid(iban!));

    [Fact]
    public void Every_change_of_one_digit_and_every_swap_of_neighbours_is_found()
    {
        const string iban = "FR1420041010050500013M02606";
        for (var at = 4; at < iban.Length; at++)
        {
            for (var digit = '0'; digit <= '9'; digit++)
            {
                var changed = iban[..at] + digit + iban[(at + 1)..];
                Assert.Equal(changed == iban, Iban.IsValid(changed));
            }
            if (at + 1 < iban.Length && iban[at] != iban[at + 1])
                Assert.False(Iban.IsValid(iban[..at] + iban[at + 1] + iban[at] + iban[(at + 2)..]));
        }
    }

    [Theory]
    [InlineData("RF18539007547034", true)]
    [InlineData("RF18 5390 0754 7034", true)]
    [InlineData("RF19539007547034", false)]
    [InlineData("XX18539007547034", false)]
    [InlineData("RF18", false)]
    [InlineData("RF185390075470341234567890", false)]
    [InlineData(null, false)]
    public void Creditor_references_are_checked(string? reference, bool isValid) =>
        Assert.Equal(isValid, CreditorReference.IsValid(reference!));
}
