namespace IntegrationFunctions.Durable.Embedded;

internal static class WorkflowSchema
{
    // Times are UTC ticks. "busy" marks what a start of the program has to take up: not begun yet, or with activities under way. The events of
    // a turn are one row: the history is always read as a whole, and a row a turn is what the disk can take fastest. What the instance's row
    // holds already (input, output) is not written to its history again.
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
            CREATE TABLE workflows_instances(
                key INTEGER PRIMARY KEY,
                instance_id TEXT NOT NULL UNIQUE,
                execution_id TEXT NOT NULL,
                name TEXT NOT NULL,
                version TEXT,
                status INTEGER NOT NULL,
                busy INTEGER NOT NULL,
                created_at INTEGER NOT NULL,
                updated_at INTEGER NOT NULL,
                start_at INTEGER,
                input TEXT,
                output TEXT,
                custom_status TEXT,
                failure TEXT,
                tags TEXT,
                parent TEXT
            );
            CREATE INDEX workflows_instances_busy ON workflows_instances(key) WHERE busy=1;
            CREATE INDEX workflows_instances_status ON workflows_instances(status, key) WHERE status<>1;
            CREATE TABLE workflows_tags(
                name TEXT NOT NULL,
                value TEXT NOT NULL,
                key INTEGER NOT NULL,
                PRIMARY KEY(name, value, key)
            ) WITHOUT ROWID;
            CREATE INDEX workflows_tags_key ON workflows_tags(key);
            CREATE TABLE workflows_history(
                key INTEGER NOT NULL,
                batch INTEGER NOT NULL,
                at INTEGER NOT NULL,
                events BLOB NOT NULL,
                PRIMARY KEY(key, batch)
            ) WITHOUT ROWID;
            CREATE TABLE workflows_inbox(
                seq INTEGER PRIMARY KEY,
                key INTEGER NOT NULL,
                execution_id TEXT,
                event BLOB NOT NULL
            );
            CREATE INDEX workflows_inbox_key ON workflows_inbox(key);
            CREATE TABLE workflows_timers(
                fire_at INTEGER NOT NULL,
                key INTEGER NOT NULL,
                task_id INTEGER NOT NULL,
                execution_id TEXT NOT NULL,
                PRIMARY KEY(fire_at, key, task_id)
            ) WITHOUT ROWID;
            CREATE INDEX workflows_timers_key ON workflows_timers(key);
            """,
        // History is appended to at one place instead of in the middle of each instance's: a group of turns fills a few pages, not one each.
        """
            CREATE TABLE workflows_log(
                seq INTEGER PRIMARY KEY,
                key INTEGER NOT NULL,
                at INTEGER NOT NULL,
                events BLOB NOT NULL
            );
            INSERT INTO workflows_log(key, at, events) SELECT key, at, events FROM workflows_history ORDER BY at, key, batch;
            DROP TABLE workflows_history;
            ALTER TABLE workflows_log RENAME TO workflows_history;
            CREATE INDEX workflows_history_key ON workflows_history(key);
            CREATE TABLE workflows_payloads(
                id INTEGER PRIMARY KEY,
                key INTEGER NOT NULL,
                data TEXT NOT NULL
            );
            CREATE INDEX workflows_payloads_key ON workflows_payloads(key);
            ALTER TABLE workflows_instances ADD COLUMN trace TEXT;
            ALTER TABLE workflows_inbox ADD COLUMN carried INTEGER NOT NULL DEFAULT 0;
            """,
    ];
}
