using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Changes a record over the version that was read.</summary>
internal static class Update
{
    public static async Task<Result<WriteOutcome>> Run(
        RestClient client,
        RestObject item,
        RestWrite update,
        RecordWrite write,
        CancellationToken ct
    )
    {
        if (WriteRules.Refusal(update, write.ObjectName, write.Fields) is { } refused)
        {
            return refused;
        }
        if (!WriteRules.Keys(item, write.Key).TryGet(out var keys, out var noKey))
        {
            return noKey;
        }
        var variables = new RestVariables
        {
            Keys = keys,
            ETag = write.ETag,
            Fields = write.Fields,
        };
        if (item.One is { } one)
        {
            if (!(await Read(client, item, one, variables, ct)).TryGet(out var now, out var missing))
            {
                return missing;
            }
            // A repeat of a write whose answer was lost: it is as it should be, and another write would only change its version.
            if (IsDone(item, now, write.Fields))
            {
                return new WriteOutcome(write.Key, now.ETag);
            }
            if (now.ETag != write.ETag)
            {
                return RestErrors.ETagMismatch();
            }
            variables = variables with { Record = now.Raw };
        }
        if (
            !client
                .Build(update, variables, HttpMethod.Patch, $"/objects/{item.Name}/update")
                .TryGet(out var request, out var error)
        )
        {
            return error;
        }
        request = update.IfMatch ? WriteRules.IfMatch(request, write.ETag) : request;
        var sent = await client.Send(request, ct, isOfRecord: true, isWrite: true);
        if (!sent.TryGet(out var answer, out error))
        {
            return WriteRules.OfOurs(error, write.Fields);
        }
        return new WriteOutcome(write.Key, await NewETag(client, item, update, variables, answer, ct));
    }

    private static async Task<Result<SourceRecord>> Read(
        RestClient client,
        RestObject item,
        RestOne one,
        RestVariables variables,
        CancellationToken ct
    )
    {
        if (
            !client
                .Build(one, variables, HttpMethod.Get, $"/objects/{item.Name}/one")
                .TryGet(out var request, out var error)
        )
        {
            return error;
        }
        if (!(await client.Send(request, ct, isOfRecord: true)).TryGet(out var answer, out error))
        {
            return error;
        }
        if (!answer.TryJson(out var body))
        {
            return AnswerErrors.NotJson(answer);
        }
        return Record(client, item, body, one.Record) is { } record
            ? record
            : RestErrors.Unexpected(answer.Address, $"no record{(one.Record is { } path ? $" at '{path}'" : "")}");
    }

    private static SourceRecord? Record(RestClient client, RestObject item, JsonNode? body, string? path)
    {
        try
        {
            return FieldPath.Read(body, path) is JsonObject record
                ? RestRecord.Of(item, client.Settings, record)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static bool IsDone(RestObject item, SourceRecord now, JsonObject fields)
    {
        var mapped = CompiledMapping
            .Compile(item.Mapping!)
            .Mapping!.Apply(JsonText.Read(now.Raw.ToJsonString()), key: now.Key);
        if (mapped.Target.IsUndefined)
        {
            return false;
        }
        var canonical = JsonNode.Parse(JsonText.Write(mapped.Target))!;
        return fields.All(field => JsonNode.DeepEquals(canonical[field.Key], field.Value));
    }

    // The change is done whatever this answers: not knowing the new version only costs the next writer a read.
    private static async Task<string?> NewETag(
        RestClient client,
        RestObject item,
        RestWrite update,
        RestVariables variables,
        RestAnswer answer,
        CancellationToken ct
    )
    {
        if (
            update.Record is not null
            && answer.TryJson(out var body)
            && Record(client, item, body, update.Record)?.ETag is { } told
        )
        {
            return told;
        }
        if (answer.Header("ETag") is { } header)
        {
            return header;
        }
        return item.One is { } one && (await Read(client, item, one, variables, ct)).TryGet(out var record, out _)
            ? record.ETag
            : null;
    }
}
