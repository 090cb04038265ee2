namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>pain.001.001.09 and pain.002 (ISO 20022, Payments Initiation).</summary>
public sealed class Iso20022PaymentMessages : IPaymentMessages
{
    /// <inheritdoc/>
    public byte[] Write(CreditTransferOrder order) => Pain001Writer.Write(order);

    /// <inheritdoc/>
    public IReadOnlyList<MessageFinding> Validate(ReadOnlyMemory<byte> message) => Pain001Validator.Validate(message);

    /// <inheritdoc/>
    public PaymentStatusReport ReadStatus(ReadOnlyMemory<byte> report) => Pain002Reader.Read(report);
}
