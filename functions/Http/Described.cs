namespace IntegrationFunctions.Functions.Http;

/// <summary>What the API's description says of an endpoint.</summary>
public static class DescribedExtensions
{
    /// <summary>Operation id, one-line summary, what else one must know, and the statuses of its problem details (401 and 403 come by themselves).</summary>
    public static RouteHandlerBuilder Described(
        this RouteHandlerBuilder builder,
        string operationId,
        string summary,
        string description,
        params ReadOnlySpan<int> problems
    )
    {
        builder.WithName(operationId).WithSummary(summary).WithDescription(description);
        foreach (var status in problems)
        {
            builder.Produces(status);
        }
        return builder;
    }
}
