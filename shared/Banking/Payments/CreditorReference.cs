using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Structured creditor references (ISO 11649): <c>RF</c>, two check digits (ISO 7064 MOD 97-10), at most 21 letters and digits.</summary>
public static class CreditorReference
{
    /// <summary>Whether the reference is well-formed and its check digits are right. Paper form (blanks, small letters) is accepted.</summary>
    public static bool IsValid(string? reference)
    {
        if (string.IsNullOrEmpty(reference))
            return false;
        var text = Iban.Normalize(reference).AsSpan();
        return text.Length is >= 5 and <= 25
            && text.StartsWith("RF")
            && char.IsAsciiDigit(text[2])
            && char.IsAsciiDigit(text[3])
            && Mod97.Remainder(text[4..], text[..4]) == 1;
    }
}
