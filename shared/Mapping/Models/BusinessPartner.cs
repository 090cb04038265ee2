namespace IntegrationFunctions.Mapping.Models;

/// <summary>A customer, a supplier or both, in the canonical model (object <c>businessPartners</c>).</summary>
/// <param name="Id">Key at the source.</param>
/// <param name="Name">Full name.</param>
/// <param name="IsCustomer">Whether it buys from us.</param>
/// <param name="IsSupplier">Whether we buy from it.</param>
/// <param name="Language">ISO 639-1, upper case as SAP gives it.</param>
/// <param name="Blocked">Whether the source blocks it for business.</param>
/// <param name="ChangedOn">Date of the last change at the source.</param>
/// <param name="BankAccounts">Accounts to pay to.</param>
public sealed record BusinessPartner(
    string Id,
    string Name,
    bool IsCustomer,
    bool IsSupplier,
    string? Language,
    bool Blocked,
    DateOnly? ChangedOn,
    IReadOnlyList<PartnerBankAccount> BankAccounts
);

/// <summary>An account of a partner.</summary>
/// <param name="Iban">ISO 13616, electronic form.</param>
/// <param name="Bic">ISO 9362, or null.</param>
/// <param name="Holder">Name on the account, or null.</param>
public sealed record PartnerBankAccount(string Iban, string? Bic, string? Holder);
