using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Deletes a record over the version that was read.</summary>
internal static class Delete
{
    public static async Task<Result<WriteOutcome>> Run(
        RestClient client,
        RestObject item,
        RestDelete delete,
        string key,
        string? etag,
        CancellationToken ct
    )
    {
        if (!WriteRules.Keys(item, key).TryGet(out var keys, out var error))
        {
            return error;
        }
        if (delete.IfMatch && etag is null)
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "rest-etag-missing",
                $"A record of {item.Name} is deleted over the version that was read, and none was given."
            );
        }
        var variables = new RestVariables { Keys = keys, ETag = etag };
        if (
            !client
                .Build(delete, variables, HttpMethod.Delete, $"/objects/{item.Name}/delete")
                .TryGet(out var request, out error)
        )
        {
            return error;
        }
        request = delete.IfMatch ? WriteRules.IfMatch(request, etag!) : request;
        var sent = await client.Send(request, ct, isOfRecord: true, isWrite: true);
        // Gone is gone, whoever did it: the answer to a first attempt may have been lost.
        return sent.Error is null or { Code: "rest-not-found" } ? new WriteOutcome(key, null) : sent.Error;
    }
}
