using System.Globalization;
using IntegrationFunctions.Durable.History;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Durable.Embedded;

/// <summary>
/// Inputs, outputs and events above 64 kB are kept aside, so that lists and replays don't drag them along; in their place stands a reference.
/// A reference begins with a control character, which JSON text never does; a text that does is kept aside whatever its length.
/// </summary>
internal static class Payloads
{
    /// <summary>In UTF-16 characters.</summary>
    public const int Limit = 64 * 1024;

    private const char Mark = '\u0001';

    public static bool IsAside(string? stored) => stored is [Mark, ..];

    /// <summary>What is to be stored in place of <paramref name="text"/>; what goes aside is added to <paramref name="aside"/>.</summary>
    public static string? PutAside(string? text, Func<long> nextId, List<(long Id, string Text)> aside)
    {
        if (text is null || (text.Length <= Limit && !IsAside(text)))
        {
            return text;
        }
        var id = nextId();
        aside.Add((id, text));
        return string.Create(CultureInfo.InvariantCulture, $"{Mark}{id}");
    }

    public static HistoryEvent PutAside(HistoryEvent e, Func<long> nextId, List<(long Id, string Text)> aside) =>
        Change(e, text => PutAside(text, nextId, aside));

    /// <summary>The event with the texts that its references stand for.</summary>
    public static HistoryEvent Resolve(SqliteReadScope scope, HistoryEvent e) =>
        Change(e, text => IsAside(text) ? Resolve(scope, text) : text);

    public static string? Resolve(SqliteReadScope scope, string? stored) =>
        IsAside(stored) ? Found(stored!, scope.Command(Select, Id(stored!)).ExecuteScalar()) : stored;

    public static string? Resolve(SqliteWriteScope scope, string? stored) =>
        IsAside(stored) ? Found(stored!, scope.Command(Select, Id(stored!)).ExecuteScalar()) : stored;

    /// <summary>As <see cref="Resolve(SqliteReadScope, string?)"/>, for a look from outside: what is missing is null, for the rest is to be seen.</summary>
    public static string? ResolveOrNull(SqliteReadScope scope, string? stored) =>
        IsAside(stored) ? scope.Command(Select, Id(stored!)).ExecuteScalar() as string : stored;

    private const string Select = "SELECT data FROM workflows_payloads WHERE id=$1";

    private static string Found(string reference, object? text) =>
        text as string
        ?? throw new DamagedHistoryException($"the payload {Id(reference)} that was kept aside is missing");

    public static void Insert(SqliteWriteScope scope, long key, List<(long Id, string Text)> aside)
    {
        foreach (var (id, text) in aside)
        {
            scope
                .Prepare("INSERT INTO workflows_payloads(id, key, data) VALUES(?1,?2,?3)")
                .Bind(1, id)
                .Bind(2, key)
                .Bind(3, text)
                .Run();
        }
    }

    public static void Delete(SqliteWriteScope scope, long key) =>
        scope.Prepare("DELETE FROM workflows_payloads WHERE key=?1").Bind(1, key).Run();

    private static long Id(string reference) =>
        long.TryParse(reference.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : -1;

    private static HistoryEvent Change(HistoryEvent e, Func<string?, string?> change) =>
        e switch
        {
            ExecutionStarted x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            ExecutionCompleted x => With(x, x.Result, change, (v, t) => v with { Result = t }),
            ExecutionTerminated x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            TaskScheduled x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            TaskCompleted x => With(x, x.Result, change, (v, t) => v with { Result = t }),
            SubOrchestrationCreated x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            SubOrchestrationCompleted x => With(x, x.Result, change, (v, t) => v with { Result = t }),
            EventSent x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            EventRaised x => With(x, x.Input, change, (v, t) => v with { Input = t }),
            _ => e,
        };

    private static HistoryEvent With<T>(T e, string? text, Func<string?, string?> change, Func<T, string?, T> with)
        where T : HistoryEvent
    {
        var changed = change(text);
        return ReferenceEquals(changed, text) ? e : with(e, changed);
    }
}
