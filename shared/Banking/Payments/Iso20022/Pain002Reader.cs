using System.Xml;
using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Reads pain.002 (Customer Payment Status Report) of versions 02 to 14 and later.</summary>
internal sealed class Pain002Reader(XmlCursor x)
{
    private readonly List<(TransactionStatus Status, string? PaymentStatus)> _transactions = [];
    private readonly List<PaymentStatus> _payments = [];
    private readonly List<string> _groupReasons = [];
    private string? _originalMessageId;
    private string? _groupStatus;

    public static PaymentStatusReport Read(ReadOnlyMemory<byte> report)
    {
        var deviations = new DeviationLog(0);
        try
        {
            using var stream = new MemoryStream(report.ToArray(), writable: false);
            using var text = XmlFileText.Open(new LimitedStream(stream, long.MaxValue), deviations);
            using var xml = XmlReader.Create(
                text,
                new XmlReaderSettings
                {
                    DtdProcessing = DtdProcessing.Prohibit,
                    XmlResolver = null,
                    IgnoreComments = true,
                    IgnoreProcessingInstructions = true,
                    IgnoreWhitespace = true,
                    CheckCharacters = false,
                }
            );
            return new Pain002Reader(new XmlCursor(xml, deviations)).Read();
        }
        catch (XmlException exception)
        {
            throw new FormatException($"The status report is not well-formed XML: {exception.Message}", exception);
        }
        catch (MessageException exception)
        {
            throw new FormatException(exception.Message, exception);
        }
    }

    private PaymentStatusReport Read()
    {
        x.MoveToRoot();
        var root = x.Name;
        // Version 02 names the container after the message.
        var isReport = IsReport(root);
        if (!isReport)
        {
            for (var scope = x.Enter(); !isReport && x.Next(scope); )
                isReport = IsReport(x.Name);
        }
        if (!isReport)
            throw new FormatException(
                $"This is no pain.002: expected Document/CstmrPmtStsRpt, found {x.Path()} in the namespace '{x.Namespace}'."
            );
        ReadReport();
        return new PaymentStatusReport(
            _originalMessageId
                ?? throw new FormatException(
                    "The status report doesn't say which message it is about: OrgnlGrpInfAndSts/OrgnlMsgId is missing."
                ),
            _groupStatus,
            [
                .. _transactions.Select(one =>
                    one.Status.Status.Length > 0
                        ? one.Status
                        : one.Status with
                        {
                            Status = one.PaymentStatus ?? _groupStatus ?? "",
                        }
                ),
            ],
            _groupReasons
        )
        {
            Payments = _payments,
        };
    }

    private static bool IsReport(string name) =>
        name is "CstmrPmtStsRpt" or "PmtStsRpt" || name.StartsWith("pain.002.", StringComparison.Ordinal);

    private void ReadReport()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "OrgnlGrpInfAndSts":
                    ReadGroup();
                    break;
                case "OrgnlPmtInfAndSts":
                    ReadPayment();
                    break;
                case "TxInfAndSts":
                    _transactions.Add((ReadTransaction(), null));
                    break;
            }
        }
    }

    private void ReadGroup()
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "OrgnlMsgId":
                    _originalMessageId = x.String();
                    break;
                case "GrpSts":
                    _groupStatus = x.String();
                    break;
                case "StsRsnInf":
                    ReadReasons(_groupReasons);
                    break;
            }
        }
    }

    private void ReadPayment()
    {
        string? id = null,
            status = null;
        var reasons = new List<string>();
        var transactions = new List<TransactionStatus>();
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "OrgnlPmtInfId":
                    id = x.String();
                    break;
                case "PmtInfSts":
                    status = x.String();
                    break;
                case "StsRsnInf":
                    ReadReasons(reasons);
                    break;
                case "TxInfAndSts":
                    transactions.Add(ReadTransaction());
                    break;
            }
        }
        _payments.Add(new PaymentStatus(id ?? "", status, reasons));
        _transactions.AddRange(transactions.Select(transaction => (transaction, status)));
    }

    private TransactionStatus ReadTransaction()
    {
        string? endToEndId = null,
            instructionId = null,
            status = null;
        var reasons = new List<string>();
        for (var scope = x.Enter(); x.Next(scope); )
        {
            switch (x.Name)
            {
                case "OrgnlEndToEndId":
                    endToEndId = x.String();
                    break;
                case "OrgnlInstrId":
                    instructionId = x.String();
                    break;
                case "TxSts":
                    status = x.String();
                    break;
                case "StsRsnInf":
                    ReadReasons(reasons);
                    break;
            }
        }
        return new TransactionStatus(endToEndId ?? instructionId ?? "", status ?? "", reasons);
    }

    // Rsn from version 03 on, StsRsn and AddtlStsRsnInf in version 02.
    private void ReadReasons(List<string> reasons)
    {
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (x.Name is "Rsn" or "StsRsn" or "AddtlInf" or "AddtlStsRsnInf" && x.DeepString() is { } reason)
                reasons.Add(reason);
        }
    }
}
