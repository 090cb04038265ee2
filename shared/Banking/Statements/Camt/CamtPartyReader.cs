using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>Parties, their accounts and their banks, in the shapes of all versions.</summary>
internal static class CamtPartyReader
{
    /// <summary>Name and BIC of a party or an agent. Versions from 04 on nest the name in Pty or Agt, version 01 in NmAndAdr.</summary>
    public static void ReadParty(this XmlCursor x, ref string? name, ref string? bic)
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "Nm":
                    name ??= x.String();
                    break;
                case "BICFI" or "BIC":
                    bic ??= x.String();
                    break;
                case "Pty" or "Agt" or "FinInstnId" or "NmAndAdr" or "CmbndId":
                    x.ReadParty(ref name, ref bic);
                    break;
            }
        }
    }

    /// <summary>The account of a party: an IBAN, or whatever number there is.</summary>
    public static (string? Id, bool IsIban) ReadPartyAccount(this XmlCursor x)
    {
        (string? Id, bool IsIban) account = default;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "Id")
                account = x.ReadAccountId();
        }
        return account;
    }

    /// <summary>The choice under Id: IBAN, or Othr/Id (versions from 02 on), BBAN, UPIC, PrtryAcct/Id (version 01).</summary>
    public static (string? Id, bool IsIban) ReadAccountId(this XmlCursor x)
    {
        (string? Id, bool IsIban) account = default;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "IBAN" when x.IbanText() is { } iban:
                    account = (iban, true);
                    break;
                case "BBAN" or "UPIC":
                    account = account.Id is null ? (x.String(), false) : account;
                    break;
                case "Othr" or "PrtryAcct":
                    for (var other = x.Enter(); x.Next(other); )
                    {
                        if (x.Name == "Id" && account.Id is null)
                            account = (x.String(), false);
                    }
                    break;
            }
        }
        return account;
    }
}
