using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Platform.Messages.Sqlite;

/// <summary>
/// A lock is a due time in the future with a token: when it passes, the message is visible again without anybody's doing.
/// messages_seen holds the ids that were sent, until their window is over. A message that waits for the one before it under its ordering key
/// is due in the year 9999, so that nobody who looks for due messages has to pass it by.
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
                // 864000000000: the ticks of a day, for which ids were remembered so far.
                """
                ALTER TABLE messages ADD COLUMN enqueued INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE messages ADD COLUMN locked INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE messages ADD COLUMN expires INTEGER;
                ALTER TABLE messages ADD COLUMN ordering TEXT;
                ALTER TABLE messages ADD COLUMN properties TEXT;
                UPDATE messages SET enqueued=due, locked=(token IS NOT NULL);
                ALTER TABLE messages DROP COLUMN token;
                DROP INDEX messages_by_id;
                CREATE INDEX messages_by_expiry ON messages(queue, expires) WHERE expires IS NOT NULL;
                CREATE INDEX messages_by_ordering ON messages(queue, tenant, ordering, enqueued) WHERE ordering IS NOT NULL;
                INSERT OR IGNORE INTO messages_seen(queue, id, tenant, at) SELECT queue, id, tenant, enqueued FROM messages;
                DROP INDEX messages_seen_by_age;
                ALTER TABLE messages_seen RENAME COLUMN at TO until;
                UPDATE messages_seen SET until=until+864000000000;
                CREATE INDEX messages_seen_by_end ON messages_seen(until);
                ALTER TABLE messages_dead ADD COLUMN enqueued INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE messages_dead ADD COLUMN description TEXT;
                ALTER TABLE messages_dead ADD COLUMN ordering TEXT;
                ALTER TABLE messages_dead ADD COLUMN properties TEXT;
                UPDATE messages_dead SET enqueued=at;
                DROP INDEX messages_dead_by_id;
                CREATE INDEX messages_dead_by_id ON messages_dead(queue, tenant, id);
                CREATE TABLE messages_outbox(key INTEGER PRIMARY KEY AUTOINCREMENT, message TEXT NOT NULL) STRICT;
                """,
            ]
        );
}
