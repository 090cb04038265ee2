using System.Globalization;
using IntegrationFunctions.Platform.Messages;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Queues;

/// <summary>What an operator sees and mends of a tenant's messages.</summary>
public static class QueueEndpoints
{
    /// <summary>Maps /queues.</summary>
    public static IEndpointRouteBuilder MapQueues(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/queues").WithTags("Queues").WithScopes("queues");
        ListMessages.Map(group);
        ListDeadLetters.Map(group);
        ReplayDeadLetter.Map(group);
        ReplayDeadLetters.Map(group);
        DeleteDeadLetter.Map(group);
        return api;
    }

    internal static ProblemHttpResult? WhyNot(QueueCatalogue queues, string queue) =>
        queues.Has(queue) ? null : Problems.NotFound("queue", queue);

    /// <summary>A page's cursor is the sequence number of its last message.</summary>
    internal static PeekRequest Request(HttpContext http, int size, string? cursor) =>
        new(
            http.Caller().TenantId,
            size,
            cursor is null ? null : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture)
        );

    internal static string? Cursor(long? next) => next?.ToString(CultureInfo.InvariantCulture);
}
