using System.Text.Json;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Finds what has to be taken up at the start; instances that only wait stay on disk.</summary>
internal static class Recovery
{
    private const string Inbox =
        "SELECT i.instance_id, b.seq, b.execution_id, b.event, i.tags FROM workflows_inbox b JOIN workflows_instances i ON i.key=b.key ORDER BY b.seq";

    private const string Busy = "SELECT instance_id, tags FROM workflows_instances WHERE busy=1 ORDER BY key";

    public static List<(string InstanceId, string Tenant, Mail Mail)> Find(SqliteWriteScope scope, ILogger logger)
    {
        var found = new List<(string, string, Mail)>();
        // What was told first, what is to run again second: an answer that lies in the inbox need not be fetched once more.
        using (var inbox = scope.Command(Inbox).ExecuteReader())
        {
            while (inbox.Read())
            {
                if (TryRead(inbox, logger) is { } mail)
                {
                    found.Add((inbox.GetString(0), Tenant(inbox, 4), mail));
                }
            }
        }
        using var busy = scope.Command(Busy).ExecuteReader();
        while (busy.Read())
        {
            found.Add((busy.GetString(0), Tenant(busy, 1), new Mail(null, Recover: true)));
        }
        return found;
    }

    // One that can't be read stays where it is, and keeps nobody else from starting.
    private static Mail? TryRead(SqliteDataReader inbox, ILogger logger)
    {
        try
        {
            var e = EventJson.Read(inbox.GetFieldValue<byte[]>(3));
            return new Mail(e, inbox.GetInt64(1), InstanceTable.Text(inbox, 2));
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            logger.LogError(
                e,
                "Message {Seq} for {InstanceId} is damaged and was left in workflows_inbox. Restore the file from a backup, or delete the row.",
                inbox.GetInt64(1),
                inbox.GetString(0)
            );
            return null;
        }
    }

    private static string Tenant(SqliteDataReader rows, int column) =>
        InstanceRow.TenantOf(EventJson.Tags(InstanceTable.Text(rows, column)));
}
