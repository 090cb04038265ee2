using IntegrationFunctions.Banking.Statements.Camt;
using IntegrationFunctions.Banking.Statements.Store;

namespace IntegrationFunctions.Functions.Cli.Demo;

/// <summary>The user's own statement file.</summary>
internal static class DemoStatement
{
    /// <summary>Reads it once before anything else: a wrong file is told at once, not after minutes of synchronising.</summary>
    /// <exception cref="DemoFailure">It can't be opened or is no statement; the message names the file.</exception>
    public static void Check(string path)
    {
        using var file = Open(path);
        // A pipe can be read but once; what is wrong with it shows at the upload.
        if (!file.CanSeek)
        {
            return;
        }
        if (file.Length > StatementService.MaxFileBytes)
        {
            throw new DemoFailure(
                $"The statement {path} has {file.Length:N0} bytes; at most {StatementService.MaxFileBytes:N0} are taken. Ask the bank for shorter periods."
            );
        }
        try
        {
            if (!new CamtReader().Read(file).TryGet(out _, out var error))
            {
                throw new DemoFailure($"The statement {path} can't be used: {error.Message}");
            }
        }
        catch (IOException e)
        {
            throw new DemoFailure($"The statement {path} can't be read: {e.Message}");
        }
    }

    /// <summary>Opens it for the upload.</summary>
    /// <exception cref="DemoFailure">It can't be opened.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new DemoFailure($"The statement {path} is a folder. Name one statement file in it.");
        }
        if (path.Length == 0 || !File.Exists(path))
        {
            throw new DemoFailure($"There is no statement file '{path}'. Name an existing one with --statement FILE.");
        }
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DemoFailure($"The statement {path} can't be opened: {e.Message}");
        }
    }
}
