using System.ComponentModel;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Platform.Results;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

/// <summary>What an import brought.</summary>
internal sealed record StatementImportView(
    [property: Description("As the file names itself: camt.053.001.08.")] string Format,
    string? MessageId,
    [property: Description("How many of the statements were not there before.")] int New,
    IReadOnlyList<StatementHeader> Statements
)
{
    /// <summary>201 where something is new, 200 at a repeat, problem details where the file was refused.</summary>
    public static Results<Created<StatementImportView>, Ok<StatementImportView>, ProblemHttpResult> Answer(
        Result<StatementImport> result
    )
    {
        if (!result.TryGet(out var import, out var error))
        {
            return error.Code == "too-large"
                ? Problems.Create(StatusCodes.Status413PayloadTooLarge, error.Code, error.Message)
                : Problems.From(error);
        }
        var view = new StatementImportView(
            import.Format,
            import.MessageId,
            import.Statements.Count(s => !s.AlreadyThere),
            [.. import.Statements.Select(s => s.Statement)]
        );
        var location =
            view.Statements.Count == 1 ? $"/api/v1/statements/{view.Statements[0].Id}" : "/api/v1/statements";
        return import.AlreadyThere ? TypedResults.Ok(view) : TypedResults.Created(location, view);
    }
}
