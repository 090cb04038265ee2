using Npgsql;
using NpgsqlTypes;

namespace IntegrationFunctions.Bench;

/// <summary>The same inserts into a jsonb column of PostgreSQL (fsync and synchronous_commit on): a connection a writer, prepared statements.</summary>
internal static class PostgresDocuments
{
    public static async Task<double> Insert(string address, int batch)
    {
        var uri = new Uri(address);
        await using var source = new NpgsqlDataSourceBuilder(
            $"Host={uri.Host};Port={uri.Port};Username=postgres;Database=postgres;Max Auto Prepare=10;Maximum Pool Size=20"
        ).Build();
        await using (
            var create = source.CreateCommand(
                "DROP TABLE IF EXISTS documents; CREATE TABLE documents(tenant text NOT NULL, collection text NOT NULL, id text NOT NULL, "
                    + "content jsonb NOT NULL, PRIMARY KEY(tenant, collection, id))"
            )
        )
        {
            await create.ExecuteNonQueryAsync();
        }
        return await DocumentInserts.PerSecond(batch, number => Insert(source, batch, number), () => Count(source));
    }

    private static async Task Insert(NpgsqlDataSource source, int batch, int number)
    {
        // A batch is one implicit transaction.
        await using var inserts = source.CreateBatch();
        for (var i = 0; i < batch; i++)
        {
            inserts.BatchCommands.Add(
                new NpgsqlBatchCommand("INSERT INTO documents VALUES('t1','invoices',$1,$2)")
                {
                    Parameters =
                    {
                        new NpgsqlParameter<string>
                        {
                            TypedValue = Platform.Identifiers.New("inv", TimeProvider.System),
                        },
                        new NpgsqlParameter { Value = BenchInvoice.Json(number), NpgsqlDbType = NpgsqlDbType.Jsonb },
                    },
                }
            );
        }
        await inserts.ExecuteNonQueryAsync();
    }

    private static async Task<long> Count(NpgsqlDataSource source)
    {
        await using var count = source.CreateCommand("SELECT count(*) FROM documents");
        return (long)(await count.ExecuteScalarAsync())!;
    }
}
