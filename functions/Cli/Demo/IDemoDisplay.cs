namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>Where the demo says what happens: a terminal, or nowhere when the result is printed as JSON.</summary>
internal interface IDemoDisplay
{
    /// <summary>Begins a step.</summary>
    void Step(int number, string title);

    /// <summary>One line under the present step.</summary>
    void Note(string text);

    /// <summary>Shows a bar while <paramref name="work"/> reports (done, total, label).</summary>
    Task<T> Track<T>(string label, Func<Action<long, long, string>, Task<T>> work);

    /// <summary>A small table under the present step.</summary>
    void Table(string[] columns, IEnumerable<string[]> rows);

    /// <summary>The closing table of proofs.</summary>
    void Proofs(IReadOnlyList<Proof> proofs, bool hold);
}

/// <summary>One thing that was proven, or wasn't.</summary>
internal sealed record Proof(string What, bool Holds, string Evidence);
