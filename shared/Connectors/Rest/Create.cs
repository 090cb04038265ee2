using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Makes a record.</summary>
internal static class Create
{
    public static async Task<Result<WriteOutcome>> Run(
        RestClient client,
        RestObject item,
        RestWrite create,
        JsonObject fields,
        CancellationToken ct
    )
    {
        if (WriteRules.Refusal(create, item.Name, fields) is { } refused)
        {
            return refused;
        }
        var variables = new RestVariables { Fields = fields };
        if (
            !client
                .Build(create, variables, HttpMethod.Post, $"/objects/{item.Name}/create")
                .TryGet(out var request, out var error)
        )
        {
            return error;
        }
        if (!(await client.Send(request, ct, isWrite: true)).TryGet(out var answer, out error))
        {
            return WriteRules.OfOurs(error, fields);
        }
        if (answer.TryJson(out var body) && FieldPath.Read(body, create.Record) is JsonObject made)
        {
            try
            {
                var record = RestRecord.Of(item, client.Settings, made);
                return new WriteOutcome(record.Key, record.ETag ?? answer.Header("ETag"));
            }
            catch (FormatException)
            {
                // Told below, like any answer that does not say what was made.
            }
        }
        return new IntegrationError(
            ErrorKind.UnknownOutcome,
            "rest-key-unknown",
            $"{answer.Address.Host}:{answer.Address.Port} has made the record and does not say under which key. Look for it before it is made again, and compare 'create' of the connector's definition with what the service sends."
        );
    }
}
