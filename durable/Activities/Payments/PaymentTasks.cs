using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Workflows.Payments;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Activities.Payments;

/// <summary>Tells the engine about the payment flow.</summary>
public static class PaymentTasks
{
    /// <summary>Adds <see cref="PayInvoices"/> and its activities; their dependencies come from <c>AddPaymentVerbs</c> and the host.</summary>
    public static DurableTaskRegistry RegisterPayments(this DurableTaskRegistry registry) =>
        registry
            .AddOrchestrator<PayInvoices>()
            .AddActivity(s => new LoadPayment(s.GetRequiredService<PaymentDocuments>()))
            .AddActivity(s => new WritePaymentMessage(
                s.GetRequiredService<PaymentDocuments>(),
                s.GetRequiredService<PaymentClaims>(),
                s.GetRequiredService<IPaymentMessages>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddActivity(s => new SendPayment(
                s.GetRequiredService<PaymentDocuments>(),
                s.GetRequiredService<PaymentClaims>(),
                s.GetRequiredService<IConnections>(),
                s.GetRequiredService<PaymentOptions>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddActivity(s => new GetPaymentStatus(
                s.GetRequiredService<PaymentDocuments>(),
                s.GetRequiredService<PaymentClaims>(),
                s.GetRequiredService<IConnections>(),
                s.GetRequiredService<PaymentOptions>(),
                s.GetRequiredService<TimeProvider>()
            ))
            .AddActivity(s => new PostPayment(
                s.GetRequiredService<PaymentDocuments>(),
                s.GetRequiredService<IConnections>(),
                s.GetRequiredService<PaymentOptions>(),
                s.GetRequiredService<TimeProvider>()
            ));
}
