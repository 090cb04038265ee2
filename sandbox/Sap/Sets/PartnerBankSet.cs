using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Sap.Sets;

/// <summary>A_BusinessPartnerBank: one bank account a partner.</summary>
internal sealed class PartnerBankSet(World world, EdmType type) : IEntitySet
{
    private const string OnlyAccount = "0001";

    public EdmType Type => type;

    public int Count => world.Definition.Partners;

    public IReadOnlyList<string> Ascending { get; } = ["BusinessPartner"];

    public IEntityRow Row(int index) =>
        new PartnerBankRow(
            world.Partner(index),
            world.PartnerChanges.GetValueOrDefault(index)?.Name ?? world.Partner(index).Name
        );

    public int Find(IReadOnlyDictionary<string, string> key) =>
        key["BankIdentification"] == OnlyAccount ? BasePartner.IndexOf(key["BusinessPartner"], world.Definition) : -1;

    private sealed class PartnerBankRow(BasePartner partner, string holder) : IEntityRow
    {
        public object? this[string property] =>
            property switch
            {
                "BusinessPartner" => partner.Number,
                "BankIdentification" => OnlyAccount,
                "BankCountryKey" => partner.Country,
                "BankNumber" => partner.BankNumber,
                "SWIFTCode" => partner.Bic,
                "BankAccountHolderName" => holder,
                "IBAN" => partner.Iban,
                _ => throw new ArgumentOutOfRangeException(
                    nameof(property),
                    property,
                    "Not a property of the metadata."
                ),
            };
    }
}
