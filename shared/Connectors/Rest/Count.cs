using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Asks the system for its own count; where it has none, counts what its pages hold.</summary>
internal static class Count
{
    public static async Task<Result<long>> Run(RestClient client, RestObject item, CancellationToken ct)
    {
        if (item.Count.ByPages)
        {
            return await ByPages(client, item, ct);
        }
        if (item.Count.Call is { } call)
        {
            return client
                .Build(call, new RestVariables(), HttpMethod.Get, $"/objects/{item.Name}/count/call")
                .TryGet(out var request, out var wrong)
                ? await Asked(client, item, request, ct)
                : wrong;
        }
        var start = PageState.Start(item.Read.Paging, FetchNext.SizeOf(item.Read, 1), null);
        if (!(await FetchNext.Page(client, item, start, ct)).TryGet(out var page, out var error))
        {
            return error;
        }
        return FetchNext.Total(page.Body, item.Count.Total) is { } total
            ? total
            : RestErrors.Unexpected(page.Answer.Address, $"no number at '{item.Count.Total}'");
    }

    private static async Task<Result<long>> Asked(
        RestClient client,
        RestObject item,
        RestRequest request,
        CancellationToken ct
    )
    {
        if (!(await client.Send(request, ct)).TryGet(out var answer, out var error))
        {
            return error;
        }
        if (!answer.TryJson(out var body))
        {
            return AnswerErrors.NotJson(answer);
        }
        return FetchNext.Total(body, item.Count.Total) is { } total
            ? total
            : RestErrors.Unexpected(
                answer.Address,
                item.Count.Total is { } path ? $"no number at '{path}'" : "something that is not a number"
            );
    }

    private static async Task<Result<long>> ByPages(RestClient client, RestObject item, CancellationToken ct)
    {
        var count = 0L;
        string? state = null;
        do
        {
            var read = await FetchNext.Run(client, item, null, state, item.Read.Paging.LargestPage, ct);
            if (!read.TryGet(out var page, out var error))
            {
                return error;
            }
            count += page.Records.Count;
            state = page.State;
        } while (state is not null);
        return count;
    }
}
