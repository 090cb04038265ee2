using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace IntegrationFunctions.Bench;

/// <summary>
/// The mapping of <see cref="InvoiceSamples"/> as one would write it in C# for speed: one pass over the bytes that remembers where values stand,
/// one that writes them. Not for several threads at a time.
/// </summary>
internal sealed partial class HandWrittenMapping
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly ArrayBufferWriter<byte> _address = new(256);
    private readonly Line[] _lines = new Line[64];
    private readonly Utf8JsonWriter _json = new(Stream.Null, Options);
    private int _count;

    public void Map(byte[] source, IBufferWriter<byte> output)
    {
        _count = 0;
        var head = Read(source);
        _json.Reset(output);
        Write(source, head, _json);
        _json.Flush();
    }

    private void Write(ReadOnlySpan<byte> source, in Head head, Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("DocumentType"u8, head.IsInvoice ? "RE"u8 : "KG"u8);
        Raw(json, "Reference"u8, source, head.Number);
        Date(json, "DocumentDate"u8, head.IssueDate.Text(source));
        Date(json, "DueDate"u8, head.DueDate.Text(source));
        Raw(json, "Currency"u8, source, head.Currency);
        Raw(json, "PurchaseOrder"u8, source, head.Order);
        json.WriteStartObject("Supplier"u8);
        Raw(json, "Id"u8, source, head.Seller.Id);
        Raw(json, "Name"u8, source, head.Seller.Name);
        Raw(json, "TaxNumber"u8, source, head.Seller.VatId);
        _address.ResetWrittenCount();
        _address.Write("\""u8);
        _address.Write(head.Seller.Street.Text(source));
        _address.Write(", "u8);
        _address.Write(head.Seller.PostalCode.Text(source));
        _address.Write(" "u8);
        _address.Write(head.Seller.City.Text(source));
        _address.Write("\""u8);
        json.WritePropertyName("Address"u8);
        json.WriteRawValue(_address.WrittenSpan, skipInputValidation: true);
        Raw(json, "Country"u8, source, head.Seller.Country);
        Raw(json, "BankAccount"u8, source, head.Iban);
        json.WriteEndObject();
        var country = head.Buyer.Country.Text(source);
        if (country.SequenceEqual("DE"u8) || country.SequenceEqual("AT"u8))
        {
            json.WriteString("CompanyCode"u8, country[0] == 'D' ? "1010"u8 : "1020"u8);
        }
        var (net, gross) = (0d, 0d);
        var lines = _lines.AsSpan(0, _count);
        foreach (ref readonly var line in lines)
        {
            net += line.Quantity * line.Price;
            gross += line.Quantity * line.Price * (1 + (line.TaxRate / 100));
        }
        json.WriteNumber("Net"u8, net);
        json.WriteNumber("Gross"u8, gross);
        json.WriteNumber("Positions"u8, _count);
        json.WriteStartArray("Items"u8);
        foreach (ref readonly var line in lines)
        {
            json.WriteStartObject();
            json.WriteNumber("Item"u8, line.Position * 10);
            Raw(json, "Material"u8, source, line.Article);
            Raw(json, "Text"u8, source, line.Description);
            json.WriteNumber("Quantity"u8, line.Quantity);
            json.WriteString("Unit"u8, Unit(line.Unit.Text(source)));
            json.WriteNumber("Amount"u8, line.Quantity * line.Price);
            json.WriteString("TaxCode"u8, TaxCode(line.TaxCategory.Text(source)));
            Raw(json, "CostCenter"u8, source, line.CostCenter);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("Notes"u8);
        json.WriteRawValue(head.Note.Quoted(source), skipInputValidation: true);
        json.WriteRawValue(head.Terms.Quoted(source), skipInputValidation: true);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Unit(ReadOnlySpan<byte> unit) =>
        unit.SequenceEqual("C62"u8) ? "ST"u8
        : unit.SequenceEqual("HUR"u8) ? "STD"u8
        : unit.SequenceEqual("KGM"u8) ? "KG"u8
        : "L"u8;

    private static ReadOnlySpan<byte> TaxCode(ReadOnlySpan<byte> category) =>
        category.SequenceEqual("S"u8) ? "V1"u8
        : category.SequenceEqual("AA"u8) ? "V2"u8
        : "V0"u8;

    private static void Raw(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> source, Slice value)
    {
        json.WritePropertyName(name);
        json.WriteRawValue(value.Quoted(source), skipInputValidation: true);
    }

    private static void Date(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        if (
            !Utf8Parser.TryParse(text[..2], out int day, out _)
            || !Utf8Parser.TryParse(text[3..5], out int month, out _)
            || !Utf8Parser.TryParse(text[6..10], out int year, out _)
        )
        {
            throw new FormatException("Not a date.");
        }
        Span<byte> written = stackalloc byte[10];
        new DateOnly(year, month, day).TryFormat(written, out _, "yyyy-MM-dd");
        json.WriteString(name, written);
    }
}
