namespace IntegrationFunctions.Functions.Cli.Demo;

internal sealed class SilentDisplay : IDemoDisplay
{
    public void Step(int number, string title) { }

    public void Note(string text) { }

    public Task<T> Track<T>(string label, Func<Action<long, long, string>, Task<T>> work) => work((_, _, _) => { });

    public void Table(string[] columns, IEnumerable<string[]> rows) { }

    public void Proofs(IReadOnlyList<Proof> proofs, bool hold) { }
}
