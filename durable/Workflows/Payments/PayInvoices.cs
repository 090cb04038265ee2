using IntegrationFunctions.Durable;

namespace IntegrationFunctions.Workflows.Payments;

/// <summary>
/// Carries one payment from its proposal to its posting. The document is the truth and every step begins by reading it, so the flow can be
/// cut off, repeated or started anew anywhere; it decides only what to do next and how long to wait. It never gives up: what can't go on is
/// reported as custom status and tried again at the longest interval.
/// </summary>
// The instance id is the payment's: another instance beside it would hear of no approval. Started anew it finds the document, which is the truth.
[UserSteering(Restart = RestartRule.SameId)]
public sealed class PayInvoices : TaskOrchestrator<PayInput, PaymentResult>
{
    /// <summary>The event that says: a person changed the payment.</summary>
    public const string Changed = "changed";

    // Keeps a history short enough to replay in no time, however long the bank takes.
    private const int WaitsPerExecution = 40;

    private const string Unread = "";

    private static readonly TaskOptions Retrying = new(
        new RetryPolicy(6, TimeSpan.FromSeconds(1), 2, MaxRetryInterval: TimeSpan.FromMinutes(1))
    );

    /// <inheritdoc/>
    public override async Task<PaymentResult> RunAsync(TaskOrchestrationContext context, PayInput input)
    {
        var (waits, waitsOn) = (input.Waits, input.WaitsOn);
        var state = await Call(context, input, PaymentActivities.Load, new(Unread));
        for (var waited = 0; waited < WaitsPerExecution; )
        {
            Report(context, input, state);
            if (IsEnd(state))
            {
                return new(input.PaymentId, state.Status, state.BankStatus, state.ErpDocument);
            }
            if (state.Status == PaymentPhase.Proposed)
            {
                waited++;
                await context.WaitForExternalEvent<object?>(Changed);
                state = await Call(context, input, PaymentActivities.Load, state);
                continue;
            }
            var before = state.Status;
            state = await Advance(context, input, state);
            if (state.Status != before)
            {
                continue;
            }
            Report(context, input, state);
            (waits, waitsOn) = (before == waitsOn ? waits + 1 : 0, before);
            waited++;
            await context.CreateTimer(Pause(input, waits, state.RetryAfter), CancellationToken.None);
            if (before == PaymentPhase.Approved)
            {
                // People can still change it.
                state = await Call(context, input, PaymentActivities.Load, state);
            }
        }
        context.ContinueAsNew(input with { Waits = waits, WaitsOn = waitsOn });
        return new(input.PaymentId, state.Status, state.BankStatus, state.ErpDocument);
    }

    private static async Task<PaymentState> Advance(
        TaskOrchestrationContext context,
        PayInput input,
        PaymentState state
    )
    {
        if (state.Status == PaymentPhase.Approved)
        {
            state = await Call(context, input, PaymentActivities.WriteMessage, state);
            return state.Status == PaymentPhase.Approved
                ? await Call(context, input, PaymentActivities.Send, state)
                : state;
        }
        var activity = state.Status switch
        {
            PaymentPhase.Sending => PaymentActivities.Send,
            PaymentPhase.Sent => PaymentActivities.GetStatus,
            PaymentPhase.Settled => PaymentActivities.Post,
            _ => PaymentActivities.Load,
        };
        return await Call(context, input, activity, state);
    }

    private static async Task<PaymentState> Call(
        TaskOrchestrationContext context,
        PayInput input,
        string activity,
        PaymentState before
    )
    {
        try
        {
            return await context.CallActivityAsync<PaymentState>(
                activity,
                new PaymentKey(input.TenantId, input.PaymentId),
                Retrying
            );
        }
        catch (TaskFailedException e)
        {
            return before with { Problem = e.FailureDetails.ErrorType, RetryAfter = input.MaxPollInterval };
        }
    }

    private static void Report(TaskOrchestrationContext context, PayInput input, PaymentState state) =>
        context.SetCustomStatus(
            new PaymentProgress(
                state.Status,
                state.BankStatus,
                state.Problem,
                !IsEnd(state) && state.FirstSentAt?.UtcDateTime + input.OverdueAfter < context.CurrentUtcDateTime
            )
        );

    private static bool IsEnd(PaymentState state) =>
        state.Status
            is not (
                Unread
                or PaymentPhase.Proposed
                or PaymentPhase.Approved
                or PaymentPhase.Sending
                or PaymentPhase.Sent
                or PaymentPhase.Settled
            );

    // Whole ticks, so that every machine comes to the same point in time.
    private static TimeSpan Pause(PayInput input, int waits, TimeSpan? atLeast)
    {
        var cap = input.MaxPollInterval.Ticks;
        var ticks = Math.Min(input.PollInterval.Ticks, cap);
        for (var i = 0; i < waits && ticks < cap; i++)
        {
            ticks = Math.Min(ticks + ticks / 2 + 1, cap);
        }
        return TimeSpan.FromTicks(Math.Max(ticks, atLeast?.Ticks ?? 0));
    }
}
