using Spectre.Console;

namespace IntegrationFunctions.Functions.Cli.Demo;

internal sealed class ConsoleDisplay(IAnsiConsole console) : IDemoDisplay
{
    private const int WidthWithoutTerminal = 160;

    /// <summary>On the standard output. A file or a pipe has no width, so that lines are broken late there.</summary>
    public static ConsoleDisplay ForThisTerminal()
    {
        var console = AnsiConsole.Console;
        if (!console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }
        return new ConsoleDisplay(console);
    }

    public void Step(int number, string title)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{number}[/]  [bold]{title}[/]");
    }

    public void Note(string text) => console.MarkupLineInterpolated($"   [grey]{text}[/]");

    public async Task<T> Track<T>(string label, Func<Action<long, long, string>, Task<T>> work)
    {
        if (!console.Profile.Capabilities.Interactive)
        {
            // A bar needs a terminal; elsewhere the notes say enough.
            return await work((_, _, _) => { });
        }
        return await console
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn(),
                new PercentageColumn(),
                new SpinnerColumn()
            )
            .StartAsync(async context =>
            {
                var task = context.AddTask($"   {Markup.Escape(label)}", maxValue: 1);
                return await work(
                    (done, total, text) =>
                    {
                        task.Description = $"   {Markup.Escape(text)}";
                        task.MaxValue = Math.Max(total, 1);
                        task.Value = done;
                    }
                );
            });
    }

    public void Table(string[] columns, IEnumerable<string[]> rows)
    {
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in columns)
        {
            table.AddColumn(Markup.Escape(column));
        }
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(Markup.Escape)]);
        }
        console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
    }

    public void Proofs(IReadOnlyList<Proof> proofs, bool hold)
    {
        console.WriteLine();
        var table = new Table().Border(TableBorder.Rounded).Title("[bold]What was proven[/]");
        table.AddColumns("", "Proof", "Evidence");
        foreach (var proof in proofs)
        {
            var mark = proof.Holds ? "[green]holds[/]" : "[red]FAILS[/]";
            table.AddRow(mark, Markup.Escape(proof.What), Markup.Escape(proof.Evidence));
        }
        console.Write(table);
        console.MarkupLine(hold ? "[green bold]Every proof holds.[/]" : "[red bold]Not every proof holds.[/]");
    }
}
