using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>
/// A lock is a due time in the future with a token: when it passes, the message is visible again without anybody's doing.
/// messages_seen holds the ids of messages that left within the last day.
/// </summary>
internal static class MessagesSchema
{
    public static SqliteSchema Schema { get; } =
        new(
            "messages",
            [
                """
                CREATE TABLE messages(
                    key INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, body BLOB NOT NULL,
                    due INTEGER NOT NULL, deliveries INTEGER NOT NULL, token TEXT
                ) STRICT;
                CREATE INDEX messages_by_due ON messages(queue, due);
                CREATE INDEX messages_by_id ON messages(queue, id, tenant);
                CREATE TABLE messages_seen(
                    queue TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY(queue, id, tenant)
                ) STRICT, WITHOUT ROWID;
                CREATE INDEX messages_seen_by_age ON messages_seen(at);
                CREATE TABLE messages_dead(
                    key INTEGER PRIMARY KEY, queue TEXT NOT NULL, id TEXT NOT NULL, tenant TEXT NOT NULL, body BLOB NOT NULL,
                    deliveries INTEGER NOT NULL, reason TEXT NOT NULL, at INTEGER NOT NULL
                ) STRICT;
                CREATE INDEX messages_dead_by_queue ON messages_dead(queue);
                CREATE INDEX messages_dead_by_id ON messages_dead(queue, id);
                """,
            ]
        );
}
