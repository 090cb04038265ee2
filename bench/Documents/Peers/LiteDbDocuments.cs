using LiteDB;

namespace IntegrationFunctions.Bench;

/// <summary>The same inserts into LiteDB: its API waits for the disk, so a writer is a thread.</summary>
internal static class LiteDbDocuments
{
    public static async Task<double> Insert(string folder, int batch)
    {
        using var database = new LiteDatabase(
            new ConnectionString { Filename = Path.Combine(folder, "lite.db"), Connection = ConnectionType.Direct }
        );
        var documents = database.GetCollection("invoices");
        return await DocumentInserts.PerSecond(
            batch,
            number =>
            {
                documents.Insert(Enumerable.Range(0, batch).Select(_ => Document(number)));
                return Task.CompletedTask;
            },
            () => Task.FromResult(documents.LongCount())
        );
    }

    private static BsonDocument Document(int number)
    {
        var invoice = BenchInvoice.Of(number);
        return new BsonDocument
        {
            ["_id"] = Platform.Identifiers.New("inv", TimeProvider.System),
            ["Number"] = invoice.Number,
            ["Supplier"] = invoice.Supplier,
            ["Currency"] = invoice.Currency,
            ["Total"] = invoice.Total,
            ["Text"] = invoice.Text,
        };
    }
}
