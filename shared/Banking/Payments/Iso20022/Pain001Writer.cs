using System.Globalization;
using System.Text;
using System.Xml;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Writes pain.001.001.09 after the customer-to-bank guidelines of the SEPA credit transfer (EPC132-08).</summary>
internal static class Pain001Writer
{
    public static byte[] Write(CreditTransferOrder order)
    {
        var checkedOrder = Pain001Order.Check(order);
        using var stream = new MemoryStream();
        // No byte order mark: several banks refuse it.
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true };
        using (var xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartDocument();
            xml.WriteStartElement("Document", MessageSchema.Pain001.Namespace);
            xml.WriteStartElement("CstmrCdtTrfInitn");
            Header(xml, checkedOrder);
            Payment(xml, checkedOrder);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        return stream.ToArray();
    }

    private static void Header(XmlWriter xml, CreditTransferOrder order)
    {
        xml.WriteStartElement("GrpHdr");
        xml.WriteElementString("MsgId", order.MessageId);
        xml.WriteElementString(
            "CreDtTm",
            order.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        );
        Totals(xml, order);
        xml.WriteStartElement("InitgPty");
        xml.WriteElementString("Nm", order.InitiatorName);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Payment(XmlWriter xml, CreditTransferOrder order)
    {
        // SEPA is euro only; another currency goes as an ordinary transfer with shared charges.
        var isSepa = order.Transfers.All(transfer => transfer.Currency == "EUR");
        xml.WriteStartElement("PmtInf");
        // One payment block a message, so the message's own id tells it apart.
        xml.WriteElementString("PmtInfId", order.MessageId);
        xml.WriteElementString("PmtMtd", "TRF");
        xml.WriteElementString("BtchBookg", order.Transfers.Count > 1 ? "true" : "false");
        Totals(xml, order);
        if (isSepa)
            Nested(xml, "SEPA", "PmtTpInf", "SvcLvl", "Cd");
        Nested(xml, order.ExecutionDate.ToString("O", CultureInfo.InvariantCulture), "ReqdExctnDt", "Dt");
        Nested(xml, order.Debtor.Name, "Dbtr", "Nm");
        Nested(xml, order.Debtor.Iban, "DbtrAcct", "Id", "IBAN");
        if (order.Debtor.Bic is { } bic)
            Nested(xml, bic, "DbtrAgt", "FinInstnId", "BICFI");
        else
            Nested(xml, "NOTPROVIDED", "DbtrAgt", "FinInstnId", "Othr", "Id");
        xml.WriteElementString("ChrgBr", isSepa ? "SLEV" : "SHAR");
        foreach (var transfer in order.Transfers)
            Transfer(xml, transfer);
        xml.WriteEndElement();
    }

    private static void Transfer(XmlWriter xml, CreditTransfer transfer)
    {
        xml.WriteStartElement("CdtTrfTxInf");
        Nested(xml, transfer.EndToEndId, "PmtId", "EndToEndId");
        xml.WriteStartElement("Amt");
        xml.WriteStartElement("InstdAmt");
        xml.WriteAttributeString("Ccy", transfer.Currency);
        xml.WriteString(Number(transfer.Amount));
        xml.WriteEndElement();
        xml.WriteEndElement();
        if (transfer.Creditor.Bic is { } bic)
            Nested(xml, bic, "CdtrAgt", "FinInstnId", "BICFI");
        Nested(xml, transfer.Creditor.Name, "Cdtr", "Nm");
        Nested(xml, transfer.Creditor.Iban, "CdtrAcct", "Id", "IBAN");
        if (transfer.CreditorReference is { } reference)
        {
            xml.WriteStartElement("RmtInf");
            xml.WriteStartElement("Strd");
            xml.WriteStartElement("CdtrRefInf");
            Nested(xml, "SCOR", "Tp", "CdOrPrtry", "Cd");
            xml.WriteElementString("Ref", reference);
            xml.WriteEndElement();
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        else if (transfer.RemittanceInformation is { } text)
            Nested(xml, text, "RmtInf", "Ustrd");
        xml.WriteEndElement();
    }

    private static void Totals(XmlWriter xml, CreditTransferOrder order)
    {
        xml.WriteElementString("NbOfTxs", order.Transfers.Count.ToString(CultureInfo.InvariantCulture));
        xml.WriteElementString("CtrlSum", Number(order.Transfers.Sum(transfer => transfer.Amount)));
    }

    // Without the zeros that an earlier calculation may have left: 1.50000 is 1.50.
    private static string Number(decimal amount) => amount.ToString("0.00###", CultureInfo.InvariantCulture);

    private static void Nested(XmlWriter xml, string value, params ReadOnlySpan<string> elements)
    {
        foreach (var element in elements)
            xml.WriteStartElement(element);
        xml.WriteString(value);
        foreach (var _ in elements)
            xml.WriteEndElement();
    }
}
