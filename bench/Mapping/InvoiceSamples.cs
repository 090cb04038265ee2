using System.Buffers;
using System.Text.Json;

namespace IntegrationFunctions.Bench;

/// <summary>
/// Invoices of 2.9 kB with 40 fields and 12 lines, all of them different, and their mapping in JSONata and in jq. Numbers are written as JavaScript
/// would write them, because the peers that read them into doubles lose the digits.
/// </summary>
internal static class InvoiceSamples
{
    public const int Lines = 12;

    /// <summary>The mapping that everybody does.</summary>
    public const string Jsonata = """
        (
          $units := {"C62": "ST", "HUR": "STD", "KGM": "KG", "LTR": "L"};
          $codes := {"S": "V1", "AA": "V2", "Z": "V0"};
          $valid := lines[status != "cancelled"];
          {
            "DocumentType": type = "380" ? "RE" : "KG",
            "Reference": number,
            "DocumentDate": $fromMillis($toMillis(issueDate, "[D01].[M01].[Y0001]"), "[Y0001]-[M01]-[D01]"),
            "DueDate": $fromMillis($toMillis(dueDate, "[D01].[M01].[Y0001]"), "[Y0001]-[M01]-[D01]"),
            "Currency": currency,
            "PurchaseOrder": references.order,
            "Supplier": {
              "Id": seller.id,
              "Name": seller.name,
              "TaxNumber": seller.vatId,
              "Address": seller.address.street & ", " & seller.address.postalCode & " " & seller.address.city,
              "Country": seller.address.country,
              "BankAccount": payment.iban
            },
            "CompanyCode": $lookup({"DE": "1010", "AT": "1020"}, buyer.address.country),
            "Net": $sum($valid.(quantity * price)),
            "Gross": $sum($valid.(quantity * price * (1 + taxRate / 100))),
            "Positions": $count($valid),
            "Items": $valid.{
              "Item": position * 10,
              "Material": article,
              "Text": description,
              "Quantity": quantity,
              "Unit": $lookup($units, unit),
              "Amount": quantity * price,
              "TaxCode": $lookup($codes, taxCategory),
              "CostCenter": costCenter
            },
            "Notes": [note, payment.terms]
          }
        )
        """;

    /// <summary>The same for jq.</summary>
    public const string Jq = """
        {"C62": "ST", "HUR": "STD", "KGM": "KG", "LTR": "L"} as $units
        | {"S": "V1", "AA": "V2", "Z": "V0"} as $codes
        | [.lines[] | select(.status != "cancelled")] as $valid
        | {
            DocumentType: (if .type == "380" then "RE" else "KG" end),
            Reference: .number,
            DocumentDate: (.issueDate | strptime("%d.%m.%Y") | mktime | strftime("%Y-%m-%d")),
            DueDate: (.dueDate | strptime("%d.%m.%Y") | mktime | strftime("%Y-%m-%d")),
            Currency: .currency,
            PurchaseOrder: .references.order,
            Supplier: {
              Id: .seller.id,
              Name: .seller.name,
              TaxNumber: .seller.vatId,
              Address: (.seller.address | .street + ", " + .postalCode + " " + .city),
              Country: .seller.address.country,
              BankAccount: .payment.iban
            },
            CompanyCode: ({"DE": "1010", "AT": "1020"}[.buyer.address.country]),
            Net: ([$valid[] | .quantity * .price] | add),
            Gross: ([$valid[] | .quantity * .price * (1 + .taxRate / 100)] | add),
            Positions: ($valid | length),
            Items: [$valid[] | {
              Item: (.position * 10),
              Material: .article,
              Text: .description,
              Quantity: .quantity,
              Unit: $units[.unit],
              Amount: (.quantity * .price),
              TaxCode: $codes[.taxCategory],
              CostCenter: .costCenter
            }],
            Notes: [.note, .payment.terms]
          }
        """;

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private static readonly string[] Units = ["C62", "HUR", "KGM", "LTR"];
    private static readonly string[] Taxes = ["S", "AA", "Z"];
    private static readonly double[] Rates = [19, 7, 0];

    /// <summary>The invoice of a number; the same each time.</summary>
    public static byte[] Make(int number)
    {
        var output = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteString("id", $"8f14e45f-ceea-4671-a9b3-{number:D12}");
        json.WriteString("number", $"2026-{number:D6}");
        json.WriteString("type", number % 5 == 0 ? "381" : "380");
        json.WriteString("issueDate", $"{1 + (number % 28):D2}.{1 + (number % 12):D2}.2026");
        json.WriteString("dueDate", $"{1 + (number % 27):D2}.{1 + (number % 11):D2}.2027");
        json.WriteString("currency", "EUR");
        json.WriteString("note", number % 3 == 0 ? "Rücksendung nur nach Absprache" : "Es gelten unsere \"AGB\"");
        json.WriteStartObject("references");
        json.WriteString("order", $"45{number:D8}");
        json.WriteString("deliveryNote", $"LS-{number:D7}");
        json.WriteString("project", "Erweiterung Halle 4");
        json.WriteEndObject();
        Party(json, "seller", number, "Müller & Söhne Werkzeugbau GmbH", "DE");
        Party(json, "buyer", number + 7, "Beispiel Anlagenbau AG", number % 2 == 0 ? "DE" : "AT");
        json.WriteStartObject("payment");
        json.WriteString("means", "58");
        json.WriteString("iban", $"DE75512108{number:D12}");
        json.WriteString("bic", "SOGEDEFFXXX");
        json.WriteString("terms", "14 Tage 2 % Skonto, 30 Tage netto");
        json.WriteNumber("discount", 2);
        json.WriteEndObject();
        json.WriteStartArray("lines");
        for (var i = 0; i < Lines; i++)
        {
            Line(json, number, i);
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Party(Utf8JsonWriter json, string role, int number, string name, string country)
    {
        json.WriteStartObject(role);
        json.WriteString("id", $"{100000 + number}");
        json.WriteString("name", name);
        json.WriteString("vatId", $"{country}{100000000 + number}");
        json.WriteString("email", "rechnung@example.com");
        json.WriteStartObject("address");
        json.WriteString("street", $"Industriestraße {1 + (number % 90)}");
        json.WriteString("postalCode", $"{70000 + (number % 1000)}");
        json.WriteString("city", "Stuttgart");
        json.WriteString("country", country);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Line(Utf8JsonWriter json, int number, int at)
    {
        var kind = (number + at) % 3;
        json.WriteStartObject();
        json.WriteNumber("position", at + 1);
        json.WriteString("article", $"A-{(number * 13) + at:D6}");
        json.WriteString("description", at % 4 == 0 ? $"Schlauch 3/4\", {at + 1} m" : $"Flansch DN {25 * (at + 1)}");
        json.WriteNumber("quantity", 1 + ((number + at) % 7 / 2d));
        json.WriteString("unit", Units[(number + at) % 4]);
        json.WriteNumber("price", (199 + (number * 31 % 9973) + (at * 457)) / 100d);
        json.WriteString("taxCategory", Taxes[kind]);
        json.WriteNumber("taxRate", Rates[kind]);
        json.WriteString("costCenter", $"{4000 + at}");
        json.WriteString("status", (number + at) % 6 == 0 ? "cancelled" : "open");
        json.WriteEndObject();
    }
}
