using System.Globalization;
using System.Xml.Linq;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>
/// SOAP service "Journal Entry - Post (Synchronous)": JournalEntryBulkCreateRequest in, JournalEntryBulkCreateConfirmation out. Each entry
/// stands for itself. A DocumentReferenceID that was used before is posted again, as SAP does it.
/// </summary>
internal static class JournalPosting
{
    private const string NoDocument = "0000000000";
    private const int FirstDocument = 100_000_001;
    private static readonly XNamespace Sfin = "http://sap.com/xi/SAPSCORE/SFIN";

    public static async Task Handle(HttpContext http)
    {
        if (await SapApi.SignIn(http) is not { } world)
        {
            return;
        }
        var (version, content, fault) = await SoapEnvelope.Read(http);
        fault ??= FaultOf(content!);
        if (fault is not null)
        {
            await SoapEnvelope.WriteFault(http, version, fault);
            return;
        }
        var drafts = content!.Elements("JournalEntryCreateRequest").Select(JournalDraft.Read).ToArray();
        var results = Post(world, drafts);
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        await SoapEnvelope.Write(http, version, Confirmation(content, drafts, results, now));
    }

    private static string? FaultOf(XElement content)
    {
        if (content.Name != Sfin + "JournalEntryBulkCreateRequest")
        {
            return $"The body holds {content.Name}; this service takes {Sfin + "JournalEntryBulkCreateRequest"}.";
        }
        if (content.Descendants().FirstOrDefault(e => e.Name.Namespace != XNamespace.None) is { } qualified)
        {
            return $"Element {qualified.Name} has a namespace; elements below JournalEntryBulkCreateRequest have none (write xmlns=\"\" where a default namespace is in force).";
        }
        return content.Elements("JournalEntryCreateRequest").Any()
            ? null
            : "There is no JournalEntryCreateRequest in the message.";
    }

    private static List<(PostedEntry? Posted, List<LogItem> Log)> Post(World world, JournalDraft[] drafts)
    {
        lock (world.Gate)
        {
            var posted = new List<PostedEntry>();
            var cleared = new HashSet<int>();
            var results = new List<(PostedEntry?, List<LogItem>)>();
            foreach (var draft in drafts)
            {
                var (faults, clears) = JournalChecks.Check(world, draft, cleared);
                if (faults.Count > 0)
                {
                    results.Add((null, [LogItem.Error("609(RW)", "Error in document: BKPFF $ SBXCLNT100"), .. faults]));
                    continue;
                }
                var number = (FirstDocument + world.Journal.Count + posted.Count).ToString(
                    "D10",
                    CultureInfo.InvariantCulture
                );
                var entry = Entry(draft, number, clears);
                posted.Add(entry);
                cleared.UnionWith(clears.OfType<int>());
                var note =
                    $"Document posted successfully: BKPFF {number}{entry.CompanyCode}{entry.FiscalYear} SBXCLNT100";
                results.Add((entry, [new LogItem("605(RW)", 1, note)]));
            }
            if (posted.Count > 0)
            {
                world.Save(posted);
            }
            return results;
        }
    }

    private static PostedEntry Entry(JournalDraft draft, string number, int?[] clears) =>
        new(
            number,
            draft.CompanyCode!,
            draft.PostingDate!.Value.Year,
            draft.DocumentType!,
            draft.Reference,
            draft.HeaderText,
            draft.DocumentDate!.Value,
            draft.PostingDate.Value,
            draft
                .Lines.Select(
                    (l, i) =>
                        new PostedLine(
                            l.Kind switch
                            {
                                'K' => "21100000",
                                'D' => "12100000",
                                _ => l.Account!,
                            },
                            l.Kind == 'K' ? l.Partner! : "",
                            l.Kind == 'D' ? l.Partner! : "",
                            l.Amount!.Value,
                            l.Currency!,
                            l.Text,
                            clears[i]
                        )
                )
                .ToArray()
        );

    private static XElement Confirmation(
        XElement request,
        JournalDraft[] drafts,
        List<(PostedEntry? Posted, List<LogItem> Log)> results,
        DateTimeOffset now
    ) =>
        new(
            Sfin + "JournalEntryBulkCreateConfirmation",
            new XAttribute(XNamespace.Xmlns + "n0", Sfin.NamespaceName),
            MessageHeader(request.Element("MessageHeader")?.Element("ID")?.Value, now),
            results.Select(
                (r, i) =>
                    new XElement(
                        "JournalEntryCreateConfirmation",
                        MessageHeader(drafts[i].MessageId, now),
                        new XElement(
                            "JournalEntryCreateConfirmation",
                            new XElement("AccountingDocument", r.Posted?.Document ?? NoDocument),
                            new XElement("CompanyCode", r.Posted?.CompanyCode ?? ""),
                            new XElement(
                                "FiscalYear",
                                (r.Posted?.FiscalYear ?? 0).ToString("D4", CultureInfo.InvariantCulture)
                            )
                        ),
                        Log(r.Log)
                    )
            ),
            Log([])
        );

    private static XElement MessageHeader(string? referenceId, DateTimeOffset now) =>
        new(
            "MessageHeader",
            new XElement("UUID", Guid.CreateVersion7(now)),
            referenceId is null ? null : new XElement("ReferenceID", referenceId),
            new XElement(
                "CreationDateTime",
                now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture)
            )
        );

    private static XElement Log(List<LogItem> items) =>
        new(
            "Log",
            items.Count == 0 ? null : new XElement("MaximumLogItemSeverityCode", items.Max(i => i.Severity)),
            items.Select(i => new XElement(
                "Item",
                new XElement("TypeID", i.TypeId),
                new XElement("SeverityCode", i.Severity),
                new XElement("Note", i.Note)
            ))
        );
}
