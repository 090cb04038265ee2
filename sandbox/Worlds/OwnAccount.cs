namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>The account that the world's company holds at the virtual bank.</summary>
internal sealed record OwnAccount(string Iban, string Bic, string Currency, string Owner)
{
    public static OwnAccount Of(WorldDefinition world) =>
        new(
            CheckDigits.GermanIban(99_000_999, (long)(Chance.Of(world.Seed, Draw.OwnAccount, 0) % 9_999_999_999) + 1),
            "SBXADEFFXXX",
            "EUR",
            "Demo company"
        );
}
