using System.Globalization;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Tests.Unit.Reconciliation;

/// <summary>
/// A statement and invoices made from a seed, with the truth of which line pays which. Nasty on purpose: amounts from a small set so that they
/// collide, partners with near-equal names, monthly invoices of one amount, partial and double payments, payments of invoices that are not open.
/// </summary>
internal sealed class Scenario
{
    private static readonly string[] First =
    [
        "Nordlicht",
        "Hafenkante",
        "Müller",
        "Größe",
        "Talblick",
        "Bergfried",
        "Société Lumière",
    ];
    private static readonly string[] Second = ["Logistik", "Handel", "Maschinenbau", "Öl & Gas", "Transport"];
    private static readonly string[] Forms = ["GmbH", "AG", "GmbH & Co. KG", "SARL", "S.A."];

    public List<StatementLine> Lines { get; } = [];

    public List<OpenInvoice> Invoices { get; } = [];

    /// <summary>Line id to the keys that it truly pays in full; lines that pay nothing open, or in part, are missing.</summary>
    public Dictionary<string, string[]> Truth { get; } = [];

    public Scenario(int seed, int size)
    {
        var random = new Random(seed);
        var amounts = Enumerable
            .Range(0, Math.Max(3, size / 2))
            .Select(_ => random.Next(100, 500_000) / 100m)
            .ToArray();
        var notOpen = new List<OpenInvoice>();
        for (var i = 0; i < size; i++)
        {
            var partner =
                $"{Pick(random, First)} {Pick(random, Second)} {Pick(random, Forms)} {random.Next(0, Math.Max(2, size / 3)).ToString("D4", CultureInfo.InvariantCulture)}";
            var kind = random.Next(5) == 0 ? InvoiceKind.Payable : InvoiceKind.Receivable;
            // Our numbers are unique; suppliers number alike.
            var number =
                kind == InvoiceKind.Receivable
                    ? $"RE-2026-{i:D5}"
                    : $"{random.Next(2024, 2027)}/{random.Next(1, 99):D4}";
            var invoice = Make.Receivable(
                $"1010-{i:D6}",
                Pick(random, amounts),
                number,
                kind == InvoiceKind.Receivable ? $"RF00{i:D8}" : null,
                partner,
                random.Next(6) == 0 ? "USD" : "EUR",
                kind
            );
            (random.Next(8) == 0 ? notOpen : Invoices).Add(invoice);
        }
        var unpaid = new Queue<OpenInvoice>(Invoices.Concat(notOpen).OrderBy(_ => random.Next()));
        while (unpaid.TryDequeue(out var invoice))
        {
            Pay(random, invoice, unpaid, notOpen);
        }
        Shuffle(random);
    }

    private void Pay(Random random, OpenInvoice invoice, Queue<OpenInvoice> unpaid, List<OpenInvoice> notOpen)
    {
        var isOpen = !notOpen.Contains(invoice);
        var amount = invoice.Invoice.Amount;
        switch (random.Next(10))
        {
            case 0:
                return;
            case 1:
                // A part of it.
                Add(random, invoice, amount - 0.01m * random.Next(1, 90), random.Next(4), []);
                return;
            case 2 when isOpen:
                // Paid twice: nobody can say which of the two is the payment.
                Add(random, invoice, amount, 0, []);
                Add(random, invoice, amount, 0, []);
                return;
            case 3
                when unpaid.TryPeek(out var other)
                    && isOpen
                    && !notOpen.Contains(other)
                    && (other.Invoice.Kind, other.Invoice.Currency) == (invoice.Invoice.Kind, invoice.Invoice.Currency):
                unpaid.Dequeue();
                var both = Add(
                    random,
                    invoice,
                    amount + other.Invoice.Amount,
                    -1,
                    [invoice.Key, other.Key],
                    $"{Say(random, invoice)} u. {Say(random, other)}"
                );
                _ = both;
                return;
            default:
                Add(random, invoice, amount, random.Next(4), isOpen ? [invoice.Key] : []);
                return;
        }
    }

    private string Add(Random random, OpenInvoice invoice, decimal amount, int how, string[] pays, string? text = null)
    {
        var id = (Lines.Count + 1).ToString("D7", CultureInfo.InvariantCulture);
        var receivable = invoice.Invoice.Kind == InvoiceKind.Receivable;
        var line = Make.Credit(
            id,
            amount,
            how == 0 ? invoice.Invoice.PaymentReference : null,
            text
                ?? (
                    how == 1 || (how == 0 && !receivable) ? $"Zahlung {Say(random, invoice)} vom 12.01.2026"
                    : how == 3 ? "Danke"
                    : null
                ),
            random.Next(6) == 0 && how != 2 ? null : Distort(random, invoice.Invoice.PartnerName!),
            how == 2 && receivable ? invoice.Invoice.Number : null,
            invoice.Invoice.Currency,
            receivable ? Direction.Credit : Direction.Debit
        );
        Lines.Add(line);
        if (pays.Length > 0)
        {
            Truth[id] = pays;
        }
        return id;
    }

    private static string Say(Random random, OpenInvoice invoice) =>
        random.Next(4) switch
        {
            0 => invoice.Invoice.Number.Replace('-', ' '),
            1 => invoice.Invoice.Number.Replace("-", "", StringComparison.Ordinal).ToLowerInvariant(),
            _ => invoice.Invoice.Number,
        };

    private static string Distort(Random random, string name) =>
        random.Next(4) switch
        {
            0 => name.ToUpperInvariant(),
            1 => name.Replace("ü", "ue", StringComparison.Ordinal)
                .Replace("ö", "oe", StringComparison.Ordinal)
                .Replace("ß", "ss", StringComparison.Ordinal)
                .Replace("Ö", "OE", StringComparison.Ordinal),
            2 => name.Replace("GmbH", "", StringComparison.Ordinal).Replace("&", "und", StringComparison.Ordinal),
            _ => name,
        };

    private void Shuffle(Random random)
    {
        var lines = Lines.OrderBy(_ => random.Next()).ToList();
        Lines.Clear();
        Lines.AddRange(lines);
    }

    private static T Pick<T>(Random random, T[] from) => from[random.Next(from.Length)];
}
