using System.Net;
using System.Xml;
using System.Xml.Linq;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;

/// <summary>Reads JournalEntryBulkCreateConfirmation: the document made, or why none was.</summary>
internal static class JournalEntryConfirmation
{
    /// <summary>The number that stands for "no document".</summary>
    private const string NoDocument = "0000000000";

    public static Result<PostedDocument> Read(ODataResponse response)
    {
        var document = Parse(response);
        if (document?.Descendants().FirstOrDefault(element => element.Name.LocalName == "Fault") is { } fault)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "sap-soap-fault",
                $"SAP could not process the journal entry: {Child(fault, "faultstring") ?? "no reason given"}."
            );
        }
        if (!response.IsSuccess)
        {
            return Refused(response);
        }
        // The inner element has the same name as the one around it.
        var entry = document
            ?.Descendants()
            .LastOrDefault(element =>
                element.Name.LocalName == "JournalEntryCreateConfirmation"
                && Child(element, "AccountingDocument") is not null
            );
        if (document is null || entry is null)
        {
            return Unreadable(response);
        }
        if (Child(entry, "AccountingDocument") is { Length: > 0 } number && number != NoDocument)
        {
            return
                Child(entry, "CompanyCode") is { Length: > 0 } company
                && Child(entry, "FiscalYear") is { Length: > 0 } year
                ? new PostedDocument(SapKey.Of(company, year, number), AlreadyThere: false)
                : Unreadable(response);
        }
        return JournalEntryLog.ToError(document);
    }

    private static XDocument? Parse(ODataResponse response)
    {
        try
        {
            using var reader = XmlReader.Create(
                new MemoryStream(response.Body),
                new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null }
            );
            return XDocument.Load(reader);
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static IntegrationError Refused(ODataResponse response) =>
        response.Status switch
        {
            HttpStatusCode.NotFound => new(
                ErrorKind.Configuration,
                "sap-service-missing",
                $"{response.Address.Host}:{response.Address.Port} has no service for journal entries at {response.Address.AbsolutePath}. Activate JournalEntryCreateRequestConfirmation_In in SOAMANAGER."
            ),
            // These say that nothing was begun.
            HttpStatusCode.ServiceUnavailable => ODataErrors.From(response),
            >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout => Unreadable(response),
            _ => ODataErrors.From(response),
        };

    // Something answered, but not the service: the entry may have been made all the same.
    private static IntegrationError Unreadable(ODataResponse response) =>
        new(
            ErrorKind.UnknownOutcome,
            "outcome-unknown",
            $"{response.Address.Host}:{response.Address.Port} answered the posting with status {(int)response.Status} and no confirmation; whether the journal entry was made must be asked before it is sent again."
        );

    internal static string? Child(XElement element, string name) =>
        element.Elements().FirstOrDefault(child => child.Name.LocalName == name)?.Value.Trim();
}
