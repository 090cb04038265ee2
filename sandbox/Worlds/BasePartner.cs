using System.Globalization;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>A business partner as the world began. Computed from its index; nothing is stored.</summary>
internal readonly struct BasePartner(WorldDefinition world, int index)
{
    private const int FirstNumber = 1_000_000;

    public int Index => index;

    public string Number => NumberOf(index);

    public bool IsSupplier => index % 5 == 0;

    public bool IsFrench => Chance.Below(4, world.Seed, Draw.Country, index) == 0;

    public string Country => IsFrench ? "FR" : "DE";

    public string Language =>
        IsFrench ? "FR"
        : Chance.Below(10, world.Seed, Draw.Language, index) == 0 ? "EN"
        : "DE";

    public string Name
    {
        get
        {
            var chance = Chance.Of(world.Seed, Draw.Name, index);
            var (words, trades, forms) = IsFrench
                ? (WordLists.French, WordLists.FrenchTrades, WordLists.FrenchForms)
                : (WordLists.German, WordLists.GermanTrades, WordLists.GermanForms);
            return $"{words[chance % 16]} {trades[chance / 16 % 16]} {forms[chance / 256 % 4]} {index + 1:D4}";
        }
    }

    public string SearchTerm => Name.Split(' ')[0].ToUpperInvariant();

    public string Iban
    {
        get
        {
            var chance = (long)(Chance.Of(world.Seed, Draw.Account, index) >> 1);
            return IsFrench
                ? CheckDigits.FrenchIban(
                    BankOf(chance),
                    (int)(chance / 7 % 90_000) + 10_000,
                    chance % 99_999_999_999 + 1
                )
                : CheckDigits.GermanIban(99_000_000 + BankOf(chance), chance % 9_999_999_999 + 1);
        }
    }

    /// <summary>The numeric bank code inside <see cref="Iban"/>.</summary>
    public string BankNumber => IsFrench ? Iban.Substring(4, 10) : Iban.Substring(4, 8);

    public string Bic => IsFrench ? "SBXAFRPPXXX" : "SBXADEFFXXX";

    public DateOnly CreatedOn => world.CreatedOn.AddDays(-30 - Chance.Below(370, world.Seed, Draw.Age, index));

    public static string NumberOf(int index) => (FirstNumber + index).ToString(CultureInfo.InvariantCulture);

    /// <summary>The index of a partner's number; -1 where this world has no such partner.</summary>
    public static int IndexOf(string number, WorldDefinition world) =>
        number.Length == 7
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        && value >= FirstNumber
        && value - FirstNumber < world.Partners
            ? value - FirstNumber
            : -1;

    // Bank codes from 99001: no clearing house has given these to a bank.
    private static int BankOf(long chance) => (int)(99_001 + chance / 11 % 40);
}
