using System.Globalization;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>
/// An open item as the world began. One number range for both kinds, and posting dates rise with it: the order of the index is the order
/// of the key (company code, fiscal year, document), so that pages can be cut without sorting.
/// </summary>
internal readonly struct BaseOpenItem(WorldDefinition world, int index)
{
    private const int FirstDocument = 1_800_000_001;
    private const int OldestPosting = 90;

    public const string CompanyCode = "1010";
    public const string Item = "001";

    public int Index => index;

    public string Document => DocumentOf(index);

    public bool IsPayable => index % 5 == 0;

    public BasePartner Partner
    {
        get
        {
            var chance = Chance.Of(world.Seed, Draw.Counterparty, index);
            if (IsPayable)
            {
                return new BasePartner(world, (int)(chance % (ulong)world.Suppliers) * 5);
            }
            var customer = (int)(chance % (ulong)world.Customers);
            // Customers are all partners but every fifth: 1..4, 6..9, ...
            return new BasePartner(world, customer / 4 * 5 + customer % 4 + 1);
        }
    }

    /// <summary>Always positive; in <see cref="Currency"/>, two decimals.</summary>
    public decimal Amount
    {
        get
        {
            var chance = Chance.Of(world.Seed, Draw.Amount, index);
            // Most invoices are small: the upper bound is drawn first.
            var bound = chance % 3 == 0 ? 2_500_000 : 350_000;
            return new decimal((int)(chance / 3 % (ulong)bound) + 5_000, 0, 0, false, 2);
        }
    }

    public decimal SignedAmount => IsPayable ? -Amount : Amount;

    /// <summary>The first fifty payables' range is EUR, so that even a small world can be paid by SEPA.</summary>
    public string Currency =>
        IsPayable && index < 50
            ? "EUR"
            : Chance.Below(100, world.Seed, Draw.Currency, index) switch
            {
                < 80 => "EUR",
                < 95 => "USD",
                _ => "CHF",
            };

    public DateOnly PostingDate =>
        world.CreatedOn.AddDays((int)((long)index * OldestPosting / world.OpenItems) - OldestPosting);

    /// <summary>Terms of 30 or 45 days: between 60 days before and 45 days after the world's first day.</summary>
    public DateOnly DueDate => PostingDate.AddDays(Chance.Below(4, world.Seed, Draw.Terms, index) == 0 ? 30 : 45);

    public int FiscalYear => PostingDate.Year;

    /// <summary>The invoice number that both sides know: ours for a receivable, the supplier's for a payable.</summary>
    public string Reference =>
        IsPayable
            ? $"LF-{Chance.Below(100_000, world.Seed, Draw.Reference, index):D5}-{index:D6}"
            : $"RE-{PostingDate.Year}-{index + 1:D7}";

    /// <summary>Creditor reference (ISO 11649) that a customer is asked to give; empty for payables.</summary>
    public string PaymentReference => IsPayable ? "" : CheckDigits.CreditorReference(Document);

    public static string DocumentOf(int index) => (FirstDocument + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>The index of a document; -1 where it isn't one of the world's open items.</summary>
    public static int IndexOf(string document, WorldDefinition world) =>
        document.Length == 10
        && int.TryParse(document, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= FirstDocument
        && value - FirstDocument < world.OpenItems
            ? value - FirstDocument
            : -1;
}
