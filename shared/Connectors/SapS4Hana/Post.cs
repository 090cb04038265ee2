using IntegrationFunctions.Connectors.SapS4Hana.JournalEntries;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>
/// Posts a payment as a journal entry. SAP takes a second entry with the same reference without a murmur, so the entry is looked for first;
/// after an unknown outcome the next attempt finds it the same way.
/// </summary>
internal static class Post
{
    public static async Task<Result<PostedDocument>> Run(
        SapSettings settings,
        ODataClient client,
        DocumentPosting posting,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        if (CheckPosting.Run(settings, posting) is { } wrong)
        {
            return wrong;
        }
        if (!(await FindJournalEntry.Run(settings, client, posting, ct)).TryGet(out var there, out var error))
        {
            return error;
        }
        if (there.Document is { } earlier)
        {
            return new PostedDocument(earlier, AlreadyThere: true);
        }
        var message = JournalEntryRequest.Write(settings, posting, clock.GetUtcNow());
        var answer = await client.Soap(settings.JournalEntryService, message, JournalEntryRequest.Action, ct);
        return answer.TryGet(out var response, out var failed) ? JournalEntryConfirmation.Read(response) : failed;
    }
}
