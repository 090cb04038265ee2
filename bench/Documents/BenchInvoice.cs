using System.Text.Json;
using System.Text.Json.Serialization;

namespace IntegrationFunctions.Bench;

/// <summary>A document of 1 kB.</summary>
internal sealed record BenchInvoice(string Number, string Supplier, string Currency, string Total, string Text)
{
    public static BenchInvoice Of(int number) =>
        new($"INV-{number:d8}", DocumentQueries.Supplier(number), "EUR", $"{number}.00", new string('x', 920));

    public static byte[] Json(int number) =>
        JsonSerializer.SerializeToUtf8Bytes(Of(number), DocumentsJson.Default.BenchInvoice);
}

[JsonSerializable(typeof(BenchInvoice))]
internal sealed partial class DocumentsJson : JsonSerializerContext;
