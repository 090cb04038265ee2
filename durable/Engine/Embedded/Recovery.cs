using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Finds what has to be taken up at the start; instances that only wait stay on disk.</summary>
internal static class Recovery
{
    public static List<(string InstanceId, Mail Mail)> Find(SqliteWriteScope scope)
    {
        var found = new List<(string, Mail)>();
        using (
            var busy = scope
                .Command("SELECT instance_id FROM workflows_instances WHERE busy=1 ORDER BY key")
                .ExecuteReader()
        )
        {
            while (busy.Read())
            {
                found.Add((busy.GetString(0), new Mail(null, Recover: true)));
            }
        }
        using var inbox = scope
            .Command(
                "SELECT i.instance_id, b.seq, b.execution_id, b.event FROM workflows_inbox b JOIN workflows_instances i ON i.key=b.key ORDER BY b.seq"
            )
            .ExecuteReader();
        while (inbox.Read())
        {
            found.Add(
                (
                    inbox.GetString(0),
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
}
