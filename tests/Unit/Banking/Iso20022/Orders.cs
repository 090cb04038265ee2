using CsCheck;
using IntegrationFunctions.Banking.Payments;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>Orders to write: one by hand, and random ones.</summary>
internal static class Orders
{
    private static readonly string[] Ibans =
    [
        "DE89370400440532013000",
        "FR14 2004 1010 0505 0001 3M02 606",
        "GB82WEST12345698765432",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
    ];

    private const string SepaSet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789?:().,'+- ";

    public static CreditTransferOrder Simple =>
        new(
            "MSG-2026-1",
            new DateTimeOffset(2026, 3, 1, 10, 0, 0, TimeSpan.FromHours(1)),
            "Mueller GmbH",
            new PaymentParty("Mueller GmbH", Ibans[0], "COBADEFFXXX"),
            new DateOnly(2026, 3, 2),
            [
                new CreditTransfer("E2E-1", 100.10m, "EUR", new PaymentParty("Payee One", Ibans[1], null), "Invoice 1"),
                new CreditTransfer(
                    "E2E-2",
                    0.01m,
                    "EUR",
                    new PaymentParty("Payee Two", Ibans[2], "WESTGB2L"),
                    null,
                    "RF18539007547034"
                ),
                new CreditTransfer(
                    "E2E-3",
                    999_999_999.99m,
                    "EUR",
                    new PaymentParty("Payee Three", Ibans[3], null),
                    null
                ),
            ]
        );

    private static readonly Gen<string> Id = Gen.Char[SepaSet.Replace(" ", "", StringComparison.Ordinal)]
        .Array[1, 35]
        .Select(chars => new string(chars));

    // Everything that a string can hold, control characters and lone surrogates too.
    private static readonly Gen<string> Wild = Gen.OneOf(Gen.Char, Gen.Char['\u0020', '\u024f'], Gen.Char[SepaSet])
        .Array[0, 90]
        .Select(chars => "x" + new string(chars));

    private static readonly Gen<string?> Bic = Gen.OneOf<string?>(null, "COBADEFFXXX", "WESTGB2L");

    private static readonly Gen<PaymentParty> Party = Gen.Select(
        Wild,
        Gen.OneOf(Ibans),
        Bic,
        (name, iban, bic) => new PaymentParty(name, iban, bic)
    );

    private static readonly Gen<(string? Text, string? Reference)> Remittance = Gen.OneOf(
        Gen.Const<(string?, string?)>((null, null)),
        Gen.Const<(string?, string?)>((null, "RF18539007547034")),
        Gen.Char[SepaSet].Array[0, 140].Select(chars => ((string?)new string(chars), (string?)null))
    );

    private static readonly Gen<CreditTransfer> Transfer = Gen.Select(
        Id,
        Gen.Long[1, 99_999_999_999],
        Gen.OneOf("EUR", "EUR", "EUR", "SEK"),
        Party,
        Remittance,
        (id, cents, currency, party, remittance) =>
            new CreditTransfer(id, cents / 100m, currency, party, remittance.Text, remittance.Reference)
    );

    public static readonly Gen<CreditTransferOrder> Random = Gen.Select(
        Id,
        Gen.Long[946_684_800, 4_102_444_800].Select(DateTimeOffset.FromUnixTimeSeconds),
        Wild,
        Party,
        Gen.Int[0, 40_000],
        Transfer.Array[1, 8],
        (id, at, initiator, debtor, day, transfers) =>
            new CreditTransferOrder(
                id,
                at,
                initiator,
                debtor,
                new DateOnly(2000, 1, 1).AddDays(day),
                [
                    .. transfers.Select(
                        (transfer, index) => transfer with { EndToEndId = Unique(transfer.EndToEndId, index) }
                    ),
                ]
            )
    );

    private static string Unique(string id, int index) => $"{index}-{(id.Length > 33 ? id[..33] : id)}";
}
