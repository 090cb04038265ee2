using System.Collections.Frozen;

namespace IntegrationFunctions.Platform.BankNumbers;

/// <summary>International bank account numbers: ISO 13616-1, lengths of the countries from the IBAN registry, check digits by ISO 7064 MOD 97-10.</summary>
public static class Iban
{
    private const string Lengths =
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 "
        + "FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 "
        + "LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
        + "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static readonly FrozenDictionary<string, int> LengthOf = Lengths
        .Split(' ')
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2)));

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LengthOfSpan =
        LengthOf.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether this is an IBAN of a registered country with right length and check digits. Paper form (blanks, small letters) is accepted.</summary>
    public static bool IsValid(string? iban)
    {
        if (string.IsNullOrEmpty(iban))
            return false;
        var text = Normalize(iban).AsSpan();
        return text.Length >= 5
            && LengthOfSpan.TryGetValue(text[..2], out var length)
            && text.Length == length
            && char.IsAsciiDigit(text[2])
            && char.IsAsciiDigit(text[3])
            && text[2..4] is not ("00" or "01" or "99")
            && Mod97.Remainder(text[4..], text[..4]) == 1;
    }

    /// <summary>The electronic form: no blanks, capital letters. The number itself is not checked.</summary>
    public static string Normalize(string iban)
    {
        var isElectronic = true;
        foreach (var c in iban)
            isElectronic &= !char.IsWhiteSpace(c) && !char.IsAsciiLetterLower(c);
        return isElectronic
            ? iban
            : string.Concat(iban.Where(c => !char.IsWhiteSpace(c)).Select(char.ToUpperInvariant));
    }
}
