using System.Text.Json;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>Finds what has to be taken up at the start; instances that only wait stay on disk.</summary>
internal static class Recovery
{
    private const string Inbox =
        "SELECT i.instance_id, b.seq, b.execution_id, b.event, i.tags FROM workflows_inbox b JOIN workflows_instances i ON i.key=b.key ORDER BY b.carried DESC, b.seq";

    private const string Busy = "SELECT instance_id, tags FROM workflows_instances WHERE busy=1 ORDER BY key";

    /// <summary>
    /// By instance, what it is to see in its next turn. Together, and the mark last: steps that are under way by the history are to run again,
    /// but neither one whose answer lies in the inbox nor one that this very turn will ask for.
    /// </summary>
    public static Dictionary<string, (string Tenant, List<Mail> Mail)> Find(SqliteWriteScope scope, ILogger logger)
    {
        var found = new Dictionary<string, (string Tenant, List<Mail> Mail)>(StringComparer.Ordinal);
        using (var inbox = scope.Command(Inbox).ExecuteReader())
        {
            while (inbox.Read())
            {
                if (TryRead(inbox, logger) is { } mail)
                {
                    Add(found, inbox, tags: 4, mail);
                }
            }
        }
        using var busy = scope.Command(Busy).ExecuteReader();
        while (busy.Read())
        {
            Add(found, busy, tags: 1, new Mail(null, Recover: true));
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

    private static void Add(
        Dictionary<string, (string Tenant, List<Mail> Mail)> found,
        SqliteDataReader row,
        int tags,
        Mail mail
    )
    {
        var instanceId = row.GetString(0);
        if (!found.TryGetValue(instanceId, out var known))
        {
            known = (InstanceRow.TenantOf(EventJson.Tags(InstanceTable.Text(row, tags))), []);
            found.Add(instanceId, known);
        }
        known.Mail.Add(mail);
    }
}
