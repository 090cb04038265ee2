using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>The content that approvals are bound to.</summary>
public static class PaymentContent
{
    /// <summary>
    /// SHA-256, lower-case hexadecimal, over the canonical JSON of everything that moves money or decides where it is booked. Members have a
    /// fixed order, amounts two decimals, absent values are null; the total is computed, never trusted.
    /// </summary>
    public static string Hash(Payment payment) => Convert.ToHexStringLower(SHA256.HashData(Canonical(payment)));

    /// <summary>The payment with total and hash of its content.</summary>
    public static Payment Seal(Payment payment)
    {
        var totalled = payment with { Total = payment.Lines.Sum(l => l.Amount) };
        return totalled with { ContentHash = Hash(totalled) };
    }

    /// <summary>The order that the message to the bank is written from; it holds nothing that the hash doesn't cover.</summary>
    public static CreditTransferOrder ToOrder(Payment payment, DateTimeOffset createdAt) =>
        new(
            payment.MessageId,
            createdAt,
            payment.Debtor.Name,
            payment.Debtor,
            payment.ExecutionDate,
            [
                .. payment.Lines.Select(l => new CreditTransfer(
                    l.EndToEndId,
                    l.Amount,
                    payment.Currency,
                    l.Creditor,
                    l.Remittance,
                    l.CreditorReference
                )),
            ]
        );

    private static byte[] Canonical(Payment payment)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("v", 1);
            json.WriteString("id", payment.Id);
            json.WriteString("messageId", payment.MessageId);
            json.WriteString("reference", payment.Reference);
            json.WriteString("erpIntegrationId", payment.ErpIntegrationId);
            json.WriteString("bankIntegrationId", payment.BankIntegrationId);
            json.WriteString("companyCode", payment.CompanyCode);
            json.WriteString("ledgerAccount", payment.LedgerAccount);
            json.WriteNumber("requiredApprovals", payment.RequiredApprovals);
            WriteParty(json, "debtor", payment.Debtor);
            json.WriteString("executionDate", payment.ExecutionDate.ToString("O", CultureInfo.InvariantCulture));
            json.WriteString("currency", payment.Currency);
            json.WriteString("total", Amount(payment.Lines.Sum(l => l.Amount)));
            json.WriteStartArray("lines");
            foreach (var line in payment.Lines)
            {
                json.WriteStartObject();
                json.WriteString("lineId", line.LineId);
                json.WriteString("invoiceKey", line.InvoiceKey);
                json.WriteString("invoiceNumber", line.InvoiceNumber);
                json.WriteString("supplierId", line.SupplierId);
                WriteParty(json, "creditor", line.Creditor);
                json.WriteString("amount", Amount(line.Amount));
                json.WriteString("endToEndId", line.EndToEndId);
                json.WriteString("remittance", line.Remittance);
                json.WriteString("creditorReference", line.CreditorReference);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    private static void WriteParty(Utf8JsonWriter json, string name, PaymentParty party)
    {
        json.WriteStartObject(name);
        json.WriteString("name", party.Name);
        json.WriteString("iban", party.Iban);
        json.WriteString("bic", party.Bic);
        json.WriteEndObject();
    }

    // "0.00##" keeps digits that two decimals would hide: 1.005 must not hash like 1.01.
    private static string Amount(decimal amount) =>
        amount.ToString("0.00##########################", CultureInfo.InvariantCulture);
}
