using System.Globalization;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

/// <summary>Lines and invoices with only what a test is about.</summary>
internal static class Make
{
    public static StatementLine Credit(
        string id,
        decimal amount,
        string? reference = null,
        string? text = null,
        string? name = null,
        string? endToEndId = null,
        string currency = "EUR",
        Direction direction = Direction.Credit
    ) =>
        new(
            id,
            "stm_1",
            int.Parse(id, CultureInfo.InvariantCulture) - 1,
            null,
            amount,
            currency,
            direction,
            false,
            "BOOK",
            new DateOnly(2026, 3, 2),
            new DateOnly(2026, 3, 2),
            name is null ? null : new Counterparty(name, null, false, null),
            reference is null ? [] : [reference],
            endToEndId is null ? [] : [endToEndId],
            text is null ? [] : [text]
        );

    public static StatementLine Debit(
        string id,
        decimal amount,
        string? text = null,
        string? name = null,
        string? endToEndId = null
    ) => Credit(id, amount, null, text, name, endToEndId, direction: Direction.Debit);

    public static OpenInvoice Receivable(
        string key,
        decimal amount,
        string? number = null,
        string? reference = null,
        string? partner = null,
        string currency = "EUR",
        InvoiceKind kind = InvoiceKind.Receivable
    ) =>
        new(
            key,
            new Invoice(
                key,
                kind,
                number ?? $"RE-2026-{key}",
                "10001",
                partner,
                "1010",
                amount,
                currency,
                null,
                new DateOnly(2026, 3, 1),
                reference
            )
        );

    public static OpenInvoice Payable(string key, decimal amount, string? number = null, string? partner = null) =>
        Receivable(key, amount, number, null, partner, kind: InvoiceKind.Payable);

    public static LineMatch OnlyMatch(ReconciliationPlan plan)
    {
        Assert.Empty(plan.Open);
        return Assert.Single(plan.Matches);
    }

    public static OpenLine OnlyOpen(ReconciliationPlan plan)
    {
        Assert.Empty(plan.Matches);
        return Assert.Single(plan.Open);
    }
}
