using IntegrationFunctions.Banking.Iso20022;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>The values of camt elements, read tolerantly; what departs from the standard is reported at the element.</summary>
internal static class CamtValues
{
    /// <summary>An amount element with its currency; null where it can't be read, which is for the caller to judge.</summary>
    public static (decimal Amount, string Currency)? Amount(this XmlCursor x, string? accountCurrency)
    {
        var currency = x.Attribute("Ccy")?.Trim();
        var text = x.Text();
        if (!IsoAmount.TryRead(text, out var amount, out var conforms))
            return null;
        if (!conforms)
            x.Deviate(
                "amount-format",
                $"'{text}' is no amount of the standard; read as {FormattableString.Invariant($"{amount}")}."
            );
        if (string.IsNullOrEmpty(currency))
        {
            currency = accountCurrency ?? "XXX";
            x.Deviate(
                "missing-currency",
                $"The amount has no Ccy; {currency} was taken{(accountCurrency is null ? "" : ", the currency of the account")}."
            );
        }
        else if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            x.Deviate("bad-currency", $"'{currency}' is no currency code of ISO 4217.");
        else if (
            amount.Scale > CurrencyDigits.Of(currency)
            && CurrencyDigits.Needed(amount) > CurrencyDigits.Of(currency)
        )
            x.Deviate(
                "too-many-decimals",
                FormattableString.Invariant(
                    $"{amount} has more decimals than {currency} allows ({CurrencyDigits.Of(currency)}); kept as it is."
                )
            );
        return (amount, Common(currency));
    }

    /// <summary>The amount of an element that must have one.</summary>
    public static (decimal Amount, string Currency) RequiredAmount(this XmlCursor x, string? accountCurrency) =>
        x.Amount(accountCurrency)
        ?? throw new MessageException(
            "illegible",
            $"The amount at {x.Path()} can't be read: '{Shown(x)}' is no number. Ask the bank for a correct file."
        );

    private static string Shown(XmlCursor x) => x.LastText is { Length: > 40 } text ? text[..40] + "..." : x.LastText;

    /// <summary>CdtDbtInd; null where it can't be read.</summary>
    public static Direction? Direction(this XmlCursor x)
    {
        var text = x.DeepText();
        switch (text)
        {
            case "CRDT":
                return Statements.Direction.Credit;
            case "DBIT":
                return Statements.Direction.Debit;
        }
        Direction? direction =
            text.StartsWith("C", StringComparison.OrdinalIgnoreCase) ? Statements.Direction.Credit
            : text.StartsWith("D", StringComparison.OrdinalIgnoreCase) ? Statements.Direction.Debit
            : null;
        x.Deviate(
            "bad-direction",
            $"'{text}' is neither CRDT nor DBIT{(direction is null ? "" : $"; read as {direction}")}."
        );
        return direction;
    }

    /// <summary>A choice of Dt and DtTm, or a date without either.</summary>
    public static DateOnly? Day(this XmlCursor x)
    {
        var text = x.DeepText();
        if (text.IsEmpty)
            return null;
        if (!IsoDate.TryDay(text, out var day, out var conforms))
        {
            x.Deviate("bad-date", $"'{text}' is no date; left empty.");
            return null;
        }
        if (!conforms)
            x.Deviate("bad-date", $"'{text}' is no date of the standard; read as {day:yyyy-MM-dd}.");
        return day;
    }

    public static DateTimeOffset? Instant(this XmlCursor x)
    {
        var text = x.DeepText();
        if (text.IsEmpty)
            return null;
        if (!IsoDate.TryInstant(text, out var instant, out var conforms))
        {
            x.Deviate("bad-date", $"'{text}' is no date and time; left empty.");
            return null;
        }
        if (!conforms)
            x.Deviate(
                "bad-date",
                $"'{text}' is no date and time of the standard; read as {instant:yyyy-MM-ddTHH:mm:sszzz}."
            );
        return instant;
    }

    /// <summary>An IBAN in electronic form; wrong check digits are reported, not refused.</summary>
    public static string? IbanText(this XmlCursor x)
    {
        if (x.String() is not { } text)
            return null;
        var iban = Iban.Normalize(text);
        if (!Iban.IsValid(iban))
            x.Deviate(
                "iban-check",
                $"'{iban}' is no valid IBAN (ISO 13616: country, length or check digits); kept as it is."
            );
        return iban;
    }

    // Nearly all amounts share a few currencies.
    private static string Common(string currency) =>
        currency switch
        {
            "EUR" => "EUR",
            "CHF" => "CHF",
            "USD" => "USD",
            "GBP" => "GBP",
            _ => currency,
        };
}
