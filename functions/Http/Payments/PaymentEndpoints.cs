using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Documents;
using IntegrationFunctions.Functions.Payments;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Payments;

/// <summary>Payments from proposal to proof.</summary>
public static class PaymentEndpoints
{
    internal static readonly Role[] Authors = [Role.Accountant, Role.Owner];
    internal static readonly Role[] Approvers = [Role.Approver];

    /// <summary>
    /// Registers the verbs and the queue's trigger. The engine learns of the workflow by <c>RegisterPayments</c>. Times come from
    /// <paramref name="options"/>; a wrong one stops the start.
    /// </summary>
    /// <exception cref="ArgumentException">The times make no sense; the message says which.</exception>
    public static IServiceCollection AddPayments(this IServiceCollection services, PaymentOptions? options = null)
    {
        options ??= new();
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }
        services.AddSingleton(options);
        services.AddPaymentVerbs();
        services.AddSingleton<PaymentStarter>();
        services.AddSingleton<IQueueTrigger, PaymentChangedTrigger>();
        services.AddSingleton<IDocumentTrigger, PaymentDocumentTrigger>();
        return services;
    }

    /// <summary>Maps /payments.</summary>
    public static IEndpointRouteBuilder MapPayments(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/payments").WithTags("Payments").WithScopes("payments");
        ProposePaymentEndpoint.Map(group);
        ListPayments.Map(group);
        GetPayment.Map(group);
        EditPaymentEndpoint.Map(group);
        ApprovePaymentEndpoint.Map(group);
        RejectPaymentEndpoint.Map(group);
        CancelPaymentEndpoint.Map(group);
        GetPaymentMessage.Map(group);
        GetPaymentProof.Map(group);
        return api;
    }

    internal static Results<Ok<PaymentView>, ProblemHttpResult> Answer(
        this Result<StoredPayment> result,
        HttpResponse response
    )
    {
        if (!result.TryGet(out var stored, out var error))
        {
            return error.Problem();
        }
        response.SetETag(stored.Payment.Version);
        return TypedResults.Ok(PaymentView.From(stored.Payment));
    }

    internal static ProblemHttpResult Problem(this IntegrationError error) =>
        error.Code switch
        {
            PaymentErrors.RoleCode or PaymentErrors.FourEyesCode => Problems.Create(
                StatusCodes.Status403Forbidden,
                error.Code,
                error.Message
            ),
            "payment-busy" => Problems.Create(StatusCodes.Status503ServiceUnavailable, error.Code, error.Message),
            _ => Problems.From(error),
        };
}
