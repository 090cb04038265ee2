using System.Globalization;
using System.Xml.Linq;
using IntegrationFunctions.Sandbox.Worlds;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>pain.002.001.10 about a received message. The status follows from the message's age: nothing needs to run for it.</summary>
internal static class StatusReport
{
    private static readonly XNamespace Ns = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";

    public static string StatusOf(PaymentMessage message, DateTimeOffset now) =>
        message.IsRefused
            ? "RJCT"
            : (now - message.ReceivedAt).TotalMilliseconds switch
            {
                >= 1000 => "ACSC",
                >= 500 => "ACSP",
                >= 200 => "ACTC",
                _ => "RCVD",
            };

    public static byte[] Write(PaymentMessage message, DateTimeOffset now)
    {
        var status = StatusOf(message, now);
        return XmlBytes.Of(
            new XElement(
                Ns + "Document",
                new XElement(
                    Ns + "CstmrPmtStsRpt",
                    new XElement(
                        Ns + "GrpHdr",
                        new XElement(Ns + "MsgId", $"STS{message.Sha256[..24].ToUpperInvariant()}{status}"),
                        new XElement(
                            Ns + "CreDtTm",
                            now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
                        )
                    ),
                    new XElement(
                        Ns + "OrgnlGrpInfAndSts",
                        new XElement(Ns + "OrgnlMsgId", message.MessageId),
                        new XElement(Ns + "OrgnlMsgNmId", message.MessageName),
                        new XElement(Ns + "OrgnlCreDtTm", message.CreationTime),
                        Digits(message.TransactionCount)
                            ? new XElement(Ns + "OrgnlNbOfTxs", message.TransactionCount)
                            : null,
                        decimal.TryParse(
                            message.ControlSum,
                            NumberStyles.AllowDecimalPoint,
                            CultureInfo.InvariantCulture,
                            out var sum
                        )
                            ? new XElement(Ns + "OrgnlCtrlSum", sum)
                            : null,
                        new XElement(Ns + "GrpSts", status),
                        Reason(message.Reason)
                    ),
                    message.Orders.Select(o => Order(o, status))
                )
            )
        );
    }

    private static XElement Order(PaymentOrder order, string status) =>
        new(
            Ns + "OrgnlPmtInfAndSts",
            new XElement(Ns + "OrgnlPmtInfId", order.Id),
            new XElement(Ns + "PmtInfSts", status),
            order.Transactions.Select(t => new XElement(
                Ns + "TxInfAndSts",
                t.InstructionId is { Length: >= 1 and <= 35 } instruction
                    ? new XElement(Ns + "OrgnlInstrId", instruction)
                    : null,
                t.EndToEndId.Length is >= 1 and <= 35 ? new XElement(Ns + "OrgnlEndToEndId", t.EndToEndId) : null,
                new XElement(Ns + "TxSts", status),
                Reason(t.Reason)
            ))
        );

    private static XElement? Reason(StatusReason? reason) =>
        reason is null
            ? null
            : new XElement(
                Ns + "StsRsnInf",
                new XElement(Ns + "Rsn", new XElement(Ns + "Cd", reason.Code)),
                new XElement(Ns + "AddtlInf", reason.Text[..Math.Min(105, reason.Text.Length)])
            );

    private static bool Digits(string text) => text.Length is >= 1 and <= 15 && text.All(char.IsAsciiDigit);
}
