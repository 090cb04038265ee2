using System.CommandLine;
using System.Text;
using IntegrationFunctions.Banking.Statements;
using IntegrationFunctions.Banking.Statements.Camt;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>statement read FILE [--json]</c>. Exit code 0: read, perhaps with deviations; 1: unreadable; 2: wrong use.</summary>
internal static class StatementReadCommand
{
    private const int Unreadable = 1;
    private const int WrongUse = 2;

    public static Command Create() => Create(new CamtReader());

    /// <summary>The <c>statement</c> command with its verb <c>read</c>.</summary>
    public static Command Create(IStatementReader reader)
    {
        var file = new Argument<string>("file") { Description = "The statement file; - reads the standard input." };
        var asJson = new Option<bool>("--json") { Description = "Answer with one JSON object." };
        var read = new Command(
            "read",
            "Reads a bank statement and shows what it holds, and where it breaks the standard."
        )
        {
            file,
            asJson,
        };
        read.SetAction(parsed =>
            Run(
                reader,
                parsed.GetRequiredValue(file),
                parsed.GetValue(asJson),
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return new Command("statement", "Bank statements.") { read };
    }

    private static int Run(IStatementReader reader, string file, bool asJson, TextWriter output, TextWriter error)
    {
        if (Open(file, out var problem) is not { } stream)
            return Fail(problem, WrongUse);
        using (stream)
        {
            try
            {
                if (!reader.Read(stream).TryGet(out var statements, out var refusal))
                    return Fail(refusal, Unreadable);
                if (asJson)
                    WriteJson(output, json => StatementJson.Write(json, statements));
                else
                    StatementTable.Write(output, statements);
                return 0;
            }
            catch (IOException exception)
            {
                return Fail(Problem("unreadable-file", $"'{file}' can't be read: {exception.Message}"), Unreadable);
            }
        }

        int Fail(IntegrationError refusal, int exitCode)
        {
            error.WriteLine(refusal.ToString());
            if (asJson)
                WriteJson(output, json => StatementJson.WriteError(json, refusal));
            return exitCode;
        }
    }

    private static Stream? Open(string file, out IntegrationError problem)
    {
        problem = Problem("no-file", $"There is no file '{file}'. Name an existing file, or - for the standard input.");
        if (file == "-")
            return Console.OpenStandardInput();
        if (Directory.Exists(file))
        {
            problem = Problem("no-file", $"'{file}' is a folder. Name one statement file in it.");
            return null;
        }
        if (!File.Exists(file))
            return null;
        try
        {
            return new FileStream(
                file,
                FileMode.Open,
                FileAccess.Read,
                FileShare.Read,
                1 << 16,
                FileOptions.SequentialScan
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = Problem("unreadable-file", $"'{file}' can't be opened: {exception.Message}");
            return null;
        }
    }

    private static void WriteJson(TextWriter output, Action<Stream> write)
    {
        if (ReferenceEquals(output, Console.Out))
        {
            // Straight to the pipe: a statement of hundreds of megabytes never becomes one string.
            using var standardOutput = Console.OpenStandardOutput();
            write(standardOutput);
            standardOutput.Write("\n"u8);
            return;
        }
        using var memory = new MemoryStream();
        write(memory);
        output.WriteLine(Encoding.UTF8.GetString(memory.GetBuffer().AsSpan(0, (int)memory.Length)));
    }

    private static IntegrationError Problem(string code, string message) => new(ErrorKind.Validation, code, message);
}
