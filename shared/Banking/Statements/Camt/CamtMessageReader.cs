using System.Globalization;
using System.Text.RegularExpressions;
using IntegrationFunctions.Banking.Iso20022;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>The whole message: finds it in the file, tells its type and version, reads header and statements.</summary>
internal sealed partial class CamtMessageReader(XmlCursor x, DeviationLog deviations)
{
    private const string StandardPrefix = "urn:iso:std:iso:20022:tech:xsd:";

    // 14 is the latest version of the family when this was written.
    private const int LastKnownVersion = 14;

    // Envelopes (business application headers, SOAP) put little before the document.
    private const int MaxElementsBeforeDocument = 200;

    private int _elementsBefore;
    private string? _otherMessage;

    /// <summary>Whether the root element was reached.</summary>
    public bool HasStarted { get; private set; }

    /// <summary>Entries read so far.</summary>
    public int EntriesRead { get; private set; }

    /// <summary>Where the reader is.</summary>
    public string? Place => HasStarted ? x.Path() : null;

    public StatementFile Read()
    {
        x.MoveToRoot();
        HasStarted = true;
        var (root, rootNamespace) = (x.Name, x.Namespace);
        return Find()
            ?? throw new MessageException(
                "wrong-namespace",
                $"This is no camt.052, camt.053 or camt.054 but {_otherMessage ?? Described(root, rootNamespace)}."
            );
    }

    private StatementFile? Find()
    {
        if (TypeOf(x.Name) is { } type)
            return ReadMessage(type);
        var isDocument = x.Name == "Document";
        var documentNamespace = x.Namespace;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            if (TypeOf(x.Name) is null && isDocument)
            {
                _otherMessage = Described($"Document/{x.Name}", documentNamespace);
                return null;
            }
            if (++_elementsBefore > MaxElementsBeforeDocument)
                return null;
            if (Find() is { } found)
                return found;
            if (_otherMessage is not null)
                return null;
        }
        return null;
    }

    /// <summary>The type by the name of its container; version 01 puts its number behind the name.</summary>
    private static string? TypeOf(string name) =>
        name switch
        {
            "BkToCstmrAcctRpt" or "BkToCstmrAcctRptV01" => "camt.052",
            "BkToCstmrStmt" or "BkToCstmrStmtV01" => "camt.053",
            "BkToCstmrDbtCdtNtfctn" or "BkToCstmrDbtCdtNtfctnV01" => "camt.054",
            _ => null,
        };

    private static string Described(string element, string xmlNamespace) =>
        MessageName().Match(xmlNamespace) is { Success: true } match ? $"a {match.Value} ({element})"
        : xmlNamespace.Length == 0 ? $"an XML file with the elements {element} and no namespace"
        : $"an XML file with the elements {element} in the namespace '{xmlNamespace}'";

    private StatementFile ReadMessage(string type)
    {
        var format = FormatOf(type);
        string? messageId = null;
        DateTimeOffset? createdAt = null;
        var statements = new List<BankStatement>();
        var order = new ElementOrder(CamtElements.Message);
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            switch (x.Name)
            {
                case "GrpHdr":
                    (messageId, createdAt) = ReadHeader();
                    break;
                case "Stmt" or "Rpt" or "Ntfctn":
                    statements.Add(CamtStatementReader.Read(x, () => EntriesRead++));
                    break;
            }
        }
        if (statements.Count == 0)
            x.Deviate("no-statement", $"The file holds no statement; a {type} has at least one.");
        if (x.Finish(name => TypeOf(name) is not null))
            x.Deviate("further-message", "The file holds a further message; only the first one was read.");
        return new StatementFile(format, messageId, createdAt, statements, deviations.ToList());
    }

    private (string? MessageId, DateTimeOffset? CreatedAt) ReadHeader()
    {
        var order = new ElementOrder(CamtElements.GroupHeader);
        string? messageId = null;
        DateTimeOffset? createdAt = null;
        for (var scope = x.Enter(); x.Next(scope); )
        {
            order.See(x);
            if (x.Name == "MsgId")
                messageId = x.String();
            else if (x.Name == "CreDtTm")
                createdAt = x.Instant();
        }
        return (messageId, createdAt);
    }

    private string FormatOf(string type)
    {
        var found = x.Namespace;
        if (MessageName().Match(found) is not { Success: true } match)
        {
            if (found.Length == 0)
                x.Deviate(
                    "missing-namespace",
                    $"The file has no namespace, which would say its version; read as a {type} by its elements."
                );
            else
                x.Deviate(
                    "unknown-namespace",
                    $"The namespace '{found}' is unknown; read as a {type} by its elements."
                );
            return type;
        }
        var format = match.Value;
        if (
            !found.StartsWith(StandardPrefix, StringComparison.Ordinal)
            || found.Length != StandardPrefix.Length + format.Length
        )
            x.Deviate("unknown-namespace", $"The namespace '{found}' is not the standard's; read as {format}.");
        if (!format.StartsWith(type, StringComparison.Ordinal))
        {
            x.Deviate(
                "wrong-message-name",
                $"The namespace says {format}, but the elements are those of a {type}; read as such."
            );
            return type + format[type.Length..];
        }
        if (int.Parse(format.AsSpan(format.Length - 2), CultureInfo.InvariantCulture) is 0 or > LastKnownVersion)
            x.Deviate("unknown-version", $"The version {format} is unknown; read like the latest known one.");
        return format;
    }

    [GeneratedRegex(@"[a-z]{4}\.\d{3}\.\d{3}\.\d{2}")]
    private static partial Regex MessageName();
}
