using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>BkTxCd: domain, family and subfamily of ISO 20022 joined by dashes, or the bank's own code.</summary>
internal static class CamtTransactionCode
{
    public static string? Read(XmlCursor x)
    {
        string? domain = null,
            own = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "Domn")
                domain = ReadDomain(x);
            else if (x.Name == "Prtry")
                own = ReadOwn(x);
        }
        return domain ?? own;
    }

    private static string? ReadDomain(XmlCursor x)
    {
        string? domain = null,
            family = null,
            subFamily = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "Cd")
                domain = x.String();
            else if (x.Name == "Fmly")
            {
                for (var inner = x.Enter(); x.Next(inner); )
                {
                    if (x.Name == "Cd")
                        family = x.String();
                    else if (x.Name == "SubFmlyCd")
                        subFamily = x.String();
                }
            }
        }
        var code = string.Join('-', new[] { domain, family, subFamily }.Where(part => part is not null));
        return code.Length == 0 ? null : code;
    }

    private static string? ReadOwn(XmlCursor x)
    {
        string? code = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name == "Cd")
                code = x.String();
        }
        return code;
    }
}
