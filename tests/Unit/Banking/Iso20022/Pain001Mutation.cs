using System.Xml.Linq;

namespace IntegrationFunctions.Tests.Unit.Banking.Iso20022;

/// <summary>Spoils a message in one of the ways that programs and people do.</summary>
internal static class Pain001Mutation
{
    private static readonly string[] Values =
    [
        "",
        " ",
        "x",
        "EUR",
        "-1",
        "0",
        "1.123456",
        "1e3",
        " 12.5 ",
        "5.",
        ".5",
        "+7",
        "-0",
        "12345678901234567890",
        "0000000000000000000001.50",
        "2026-01-01",
        " 2026-01-01 ",
        "2026-02-29",
        "2026-01-01+14:00",
        "2026-01-01+15:00",
        "0000-01-01",
        "2026-01-01T10:00:00",
        "2026-01-01T24:00:00",
        "2026-01-01T10:60:00Z",
        "2026-01-01T10:00",
        "10000-01-01",
        "true",
        "TRUE",
        " 1 ",
        "SLEV",
        "SHAR",
        "TRF",
        "CHK",
        "SEPA",
        "URGP",
        "SCOR",
        "DE89370400440532013000",
        "de89370400440532013000",
        "DE8937040044053201300",
        "COBADEFF",
        "COBADEFFX",
        "NOTPROVIDED",
        "Zürich",
        "a\nb",
        "日本",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "8a562c67-ca16-48ba-b074-65581be6f001",
    ];

    private static readonly string[] Names =
    [
        "Nm",
        "Id",
        "IBAN",
        "Othr",
        "Cd",
        "Prtry",
        "Dt",
        "DtTm",
        "PstlAdr",
        "Ctry",
        "AdrLine",
        "InstrId",
        "UETR",
        "InstrPrty",
        "LclInstrm",
        "CtgyPurp",
        "UltmtDbtr",
        "UltmtCdtr",
        "Purp",
        "RmtInf",
        "Ustrd",
        "Strd",
        "Tax",
        "ChqInstr",
        "RgltryRptg",
        "SplmtryData",
        "CtryOfRes",
        "CtctDtls",
        "LEI",
        "Unknown",
    ];

    public static void Apply(XDocument document, Random random)
    {
        var elements = document.Root!.Descendants().ToArray();
        if (elements.Length == 0)
            return;
        var element = Pick(elements, random);
        switch (random.Next(13))
        {
            case 0:
                element.Remove();
                break;
            case 1:
                element.AddAfterSelf(new XElement(element));
                break;
            case 2:
                Swap(element);
                break;
            case 3:
                element.Name = element.Name.Namespace + Pick(Names, random);
                break;
            case 4:
                element.Name = Pick<XNamespace>(["urn:other", XNamespace.None], random) + element.Name.LocalName;
                break;
            case 5:
                element.AddBeforeSelf(new XElement(element.Name.Namespace + Pick(Names, random), Pick(Values, random)));
                break;
            case 6:
                element.Add(new XElement(element.Name.Namespace + Pick(Names, random), Pick(Values, random)));
                break;
            case 7:
                element.Add(new XText(Pick(Values, random)));
                break;
            case 8:
                element.SetAttributeValue(Pick(["Ccy", "x", "id"], random), Pick(Values, random));
                break;
            case 9:
                element.RemoveAttributes();
                break;
            default:
                // Values are what mostly goes wrong.
                Pick([.. elements.Where(one => !one.HasElements).DefaultIfEmpty(element)], random).Value = Pick(
                    Values,
                    random
                );
                break;
        }
    }

    private static void Swap(XElement element)
    {
        if (element.NextNode is not XElement next)
            return;
        next.Remove();
        element.AddBeforeSelf(next);
    }

    private static T Pick<T>(T[] from, Random random) => from[random.Next(from.Length)];
}
