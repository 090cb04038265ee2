using System.Net;
using IntegrationFunctions.Platform.Http.Telemetry;

namespace IntegrationFunctions.Platform.Http.Budgets;

/// <summary>
/// Takes a token for each attempt, and makes all workers wait where the other side asks for patience: by <c>Retry-After</c> (RFC 9110,
/// section 10.2.3) with 429 or 503.
/// </summary>
internal sealed class BudgetHandler(
    Func<RateBudgets> budgets,
    OutgoingTelemetry telemetry,
    TimeProvider clock,
    TimeSpan longestWait
) : DelegatingHandler
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromHours(1);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var purpose = PurposeHandler.Of(request);
        if (purpose.Budget is not { } budget)
        {
            return await base.SendAsync(request, ct);
        }
        var worker = budgets().For(purpose.TenantId, request.RequestUri!);
        await Wait(worker, budget, request.RequestUri!, ct);
        var response = await base.SendAsync(request, ct);
        if (
            response.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable
            && response.Headers.RetryAfter is { } after
            && (after.Delta ?? after.Date - (response.Headers.Date ?? clock.GetUtcNow())) is { } wait
            && wait > TimeSpan.Zero
        )
        {
            await worker.Hold(budget, wait < LongestHold ? wait : LongestHold, ct);
        }
        return response;
    }

    private async Task Wait(WorkerBudget worker, RateBudget budget, Uri address, CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        var granted = false;
        try
        {
            await worker.Take(budget, longestWait, ct);
            granted = true;
        }
        finally
        {
            telemetry.BudgetWait(address, clock.GetElapsedTime(began), granted);
        }
    }
}
