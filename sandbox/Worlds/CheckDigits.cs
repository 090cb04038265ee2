using System.Globalization;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>Check digits by ISO 7064 MOD 97-10 as IBAN (ISO 13616) and creditor references (ISO 11649) use them.</summary>
internal static class CheckDigits
{
    public static string GermanIban(long bankCode, long account) => Iban("DE", $"{bankCode:D8}{account:D10}");

    /// <summary>A French IBAN, with the RIB key inside as well.</summary>
    public static string FrenchIban(int bank, int branch, long account)
    {
        var key = 97 - (int)((89L * bank + 15L * branch + 3L * account) % 97);
        return Iban("FR", $"{bank:D5}{branch:D5}{account:D11}{key:D2}");
    }

    /// <summary>A creditor reference: RF, two check digits, the reference.</summary>
    public static string CreditorReference(string reference) => $"RF{98 - Mod97(reference + "RF00"):D2}{reference}";

    /// <summary>Whether an IBAN has the form and the check digits of one; no spaces allowed, as in messages between machines.</summary>
    public static bool IsIban(string? iban) =>
        iban is { Length: >= 15 and <= 34 }
        && char.IsAsciiLetterUpper(iban[0])
        && char.IsAsciiLetterUpper(iban[1])
        && char.IsAsciiDigit(iban[2])
        && char.IsAsciiDigit(iban[3])
        && iban.All(c => char.IsAsciiDigit(c) || char.IsAsciiLetterUpper(c))
        && Mod97(iban[4..] + iban[..4]) == 1;

    private static string Iban(string country, string account) =>
        string.Create(CultureInfo.InvariantCulture, $"{country}{98 - Mod97(account + country + "00"):D2}{account}");

    private static int Mod97(string text)
    {
        var rest = 0;
        foreach (var c in text)
        {
            rest = char.IsAsciiDigit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
        }
        return rest;
    }
}
