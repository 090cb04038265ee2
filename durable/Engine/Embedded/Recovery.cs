using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Finds what has to be taken up at the start; instances that only wait stay on disk.</summary>
internal static class Recovery
{
    public static List<(string InstanceId, string Tenant, Mail Mail)> Find(SqliteWriteScope scope)
    {
        var found = new List<(string, string, Mail)>();
        using (
            var busy = scope
                .Command("SELECT instance_id, tags FROM workflows_instances WHERE busy=1 ORDER BY key")
                .ExecuteReader()
        )
        {
            while (busy.Read())
            {
                found.Add((busy.GetString(0), Tenant(busy, 1), new Mail(null, Recover: true)));
            }
        }
        using var inbox = scope
            .Command(
                "SELECT i.instance_id, b.seq, b.execution_id, b.event, i.tags FROM workflows_inbox b JOIN workflows_instances i ON i.key=b.key ORDER BY b.seq"
            )
            .ExecuteReader();
        while (inbox.Read())
        {
            found.Add(
                (
                    inbox.GetString(0),
                    Tenant(inbox, 4),
                    new Mail(
                        EventJson.Read(inbox.GetFieldValue<byte[]>(3)),
                        inbox.GetInt64(1),
                        InstanceTable.Text(inbox, 2)
                    )
                )
            );
        }
        return found;
    }

    private static string Tenant(SqliteDataReader rows, int column) =>
        InstanceRow.TenantOf(EventJson.Tags(InstanceTable.Text(rows, column)));
}
