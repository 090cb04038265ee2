using System.CommandLine;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>The verb <c>demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of the story." };
        var statement = new Option<string?>("--statement")
        {
            Description = "A camt.052, .053 or .054 file of your own to reconcile.",
            HelpName = "FILE",
        };
        var records = new Option<int>("--records")
        {
            Description =
                $"Business partners and open invoices together, {DemoOptions.MinRecords} to {DemoOptions.MaxRecords:N0}.",
            HelpName = "N",
            DefaultValueFactory = _ => DemoOptions.DefaultRecords,
        };
        records.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !IsInRange(token.Value))
            {
                result.AddError(
                    $"--records must be a whole number from {DemoOptions.MinRecords} to {DemoOptions.MaxRecords}; got {token.Value}."
                );
            }
        });
        var data = new Option<string?>("--data")
        {
            Description =
                "A folder that persists: kill the demo, run it again, and it goes on. Without, a temporary one.",
            HelpName = "DIR",
        };
        var command = new Command("demo", "Run the main job end to end and print what it proved.")
        {
            json,
            statement,
            records,
            data,
        };
        command.SetAction(
            (result, ct) =>
                DemoRun.Run(
                    new DemoOptions(
                        result.GetValue(json),
                        result.GetValue(statement),
                        result.GetValue(records),
                        result.GetValue(data)
                    ),
                    ct
                )
        );
        return command;
    }

    private static bool IsInRange(string text) =>
        int.TryParse(text, out var value) && value is >= DemoOptions.MinRecords and <= DemoOptions.MaxRecords;
}
