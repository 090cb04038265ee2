using System.Globalization;
using System.Text;
using System.Xml;

namespace IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;

/// <summary>
/// Writes JournalEntryBulkCreateRequest (service JournalEntryCreateRequestConfirmation_In, namespace <c>http://sap.com/xi/SAPSCORE/SFIN</c>):
/// one entry that credits the bank and debits each creditor with a reference to the invoice paid.
/// </summary>
internal static class JournalEntryRequest
{
    public const string Action =
        "http://sap.com/xi/SAPSCORE/SFIN/JournalEntryCreateRequestConfirmation_In/JournalEntryCreateRequestConfirmation_InRequest";

    private const string Soap = "http://schemas.xmlsoap.org/soap/envelope/";
    private const string Sfin = "http://sap.com/xi/SAPSCORE/SFIN";

    public static byte[] Write(SapSettings settings, DocumentPosting posting, DateTimeOffset now)
    {
        using var stream = new MemoryStream();
        using (var xml = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement("soapenv", "Envelope", Soap);
            xml.WriteStartElement("Header", Soap);
            xml.WriteEndElement();
            xml.WriteStartElement("Body", Soap);
            xml.WriteStartElement("sfin", "JournalEntryBulkCreateRequest", Sfin);
            // Elements below the message are unqualified, as in all of SAP's proxies.
            MessageHeader(xml, posting, now);
            xml.WriteStartElement("JournalEntryCreateRequest");
            MessageHeader(xml, posting, now);
            Entry(xml, settings, posting);
        }
        return stream.ToArray();
    }

    private static void MessageHeader(XmlWriter xml, DocumentPosting posting, DateTimeOffset now)
    {
        xml.WriteStartElement("MessageHeader");
        xml.WriteElementString("ID", posting.Reference);
        xml.WriteElementString(
            "CreationDateTime",
            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
        );
        xml.WriteEndElement();
    }

    private static void Entry(XmlWriter xml, SapSettings settings, DocumentPosting posting)
    {
        var date = posting.PostingDate.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        xml.WriteStartElement("JournalEntry");
        xml.WriteElementString("OriginalReferenceDocumentType", "BKPFF");
        xml.WriteElementString("BusinessTransactionType", "RFBU");
        xml.WriteElementString("AccountingDocumentType", "KZ");
        xml.WriteElementString("DocumentReferenceID", posting.Reference);
        xml.WriteElementString("DocumentHeaderText", "Supplier payment");
        // The field takes 12 characters, as long as an SAP user name may be; communication users can have longer ones.
        xml.WriteElementString("CreatedByUser", settings.User.Length <= 12 ? settings.User : settings.User[..12]);
        xml.WriteElementString("CompanyCode", posting.CompanyCode);
        xml.WriteElementString("DocumentDate", date);
        xml.WriteElementString("PostingDate", date);

        xml.WriteStartElement("Item");
        xml.WriteElementString("ReferenceDocumentItem", "1");
        xml.WriteElementString("CompanyCode", posting.CompanyCode);
        xml.WriteElementString("GLAccount", posting.BankAccount);
        Amount(xml, -posting.Lines.Sum(line => line.Amount), posting.Currency);
        xml.WriteElementString("DebitCreditCode", "H");
        xml.WriteElementString("DocumentItemText", posting.Reference);
        xml.WriteEndElement();

        for (var i = 0; i < posting.Lines.Count; i++)
        {
            Creditor(xml, i + 2, posting.Lines[i], posting.Currency);
        }
        xml.WriteEndElement();
    }

    private static void Creditor(XmlWriter xml, int number, PostingLine line, string currency)
    {
        var openItem = SapKey.Parse(line.OpenItemKey, 4)!;
        xml.WriteStartElement("CreditorItem");
        xml.WriteElementString("ReferenceDocumentItem", number.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("Creditor", line.Supplier);
        Amount(xml, line.Amount, currency);
        xml.WriteElementString("DebitCreditCode", "S");
        xml.WriteElementString("DocumentItemText", line.Text);
        xml.WriteElementString("InvoiceReference", openItem[2]);
        xml.WriteElementString("InvoiceReferenceFiscalYear", openItem[1]);
        xml.WriteElementString("InvoiceItemReference", openItem[3]);
        xml.WriteEndElement();
    }

    private static void Amount(XmlWriter xml, decimal amount, string currency)
    {
        xml.WriteStartElement("AmountInTransactionCurrency");
        xml.WriteAttributeString("currencyCode", currency);
        xml.WriteString(amount.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }
}
