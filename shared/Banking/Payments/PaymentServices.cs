using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>Registers the verbs of payments.</summary>
public static class PaymentServices
{
    /// <summary>
    /// Needs: IDocumentStores, ISyncedRecords, IConnections, <see cref="IPaymentMessages"/>, TimeProvider. Takes <see cref="PaymentOptions"/>
    /// from the services where they are registered, else the defaults.
    /// </summary>
    public static IServiceCollection AddPaymentVerbs(this IServiceCollection services)
    {
        services.TryAddSingleton(new PaymentOptions());
        services.TryAddSingleton<PaymentDocuments>();
        services.TryAddSingleton<PaymentClaims>();
        services.TryAddSingleton<ProposePayment>();
        services.TryAddSingleton<EditPayment>();
        services.TryAddSingleton<ApprovePayment>();
        services.TryAddSingleton<RejectPayment>();
        services.TryAddSingleton<CancelPayment>();
        return services
            .AddDocumentGroup(
                new DocumentGroup("payments")
                    .Index("-enteredAt")
                    .Index("status", "-enteredAt")
                    .Index("executionDate")
                    .Index("status", "executionDate")
                    .Seal("debtor", "lines[].creditor", "lines[].remittance")
                    .Publishes("payment")
            )
            // The message to the bank says all of it again.
            .AddDocumentGroup(new DocumentGroup("messages").Seal("bytes"))
            .AddDocumentGroup(new("paymentClaims"));
    }
}
