using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Identifiers of a payment; all of them follow from the request, so that a repeat meets what its first attempt made.</summary>
public static class PaymentIdentifiers
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Payment of one user's key.</summary>
    public static string Payment(string tenantId, string userId, string idempotencyKey) =>
        Identifiers.From("pay", tenantId, userId, idempotencyKey);

    /// <summary>MsgId: the 32 digits of the payment's id; 35 characters are allowed (ISO 20022 Max35Text).</summary>
    public static string Message(string paymentId) => paymentId[(paymentId.IndexOf('_') + 1)..];

    /// <summary>EndToEndId of an invoice's transfer: 32 hexadecimal digits.</summary>
    public static string EndToEnd(string paymentId, string invoiceKey) =>
        Message(Identifiers.From("e2e", paymentId, invoiceKey));

    /// <summary>Reference in the ERP: <c>PAY</c> and 65 bits in RFC 4648 base 32; 16 characters, as many as SAP's XBLNR holds.</summary>
    public static string Reference(string paymentId)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(paymentId));
        var bits = new System.Numerics.BigInteger(digest.AsSpan(0, 9), isUnsigned: true, isBigEndian: true);
        var text = new StringBuilder("PAY", 16);
        for (var i = 0; i < 13; i++)
        {
            text.Append(Base32[(int)((bits >> (5 * i)) & 31)]);
        }
        return text.ToString();
    }
}
