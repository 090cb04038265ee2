using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Functions.Http.Guards;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class ImportStatement
{
    private static readonly string[] MediaTypes = ["application/xml", "text/xml", "application/octet-stream"];

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("", Handle)
            .Accepts<Stream>(MediaTypes[0], MediaTypes[1..])
            .Heavy()
            .RequireRoles(StatementEndpoints.Accountants)
            // One byte above what is taken, so that the answer comes from here and says what to do.
            .WithMetadata(new RequestSizeLimitAttribute(StatementService.MaxFileBytes + 1))
            .Described(
                "importStatement",
                "Import a bank statement",
                "The body is the file itself (camt.052, 053 or 054 of any version), up to 512 MB. The same file again changes nothing and is "
                    + "answered with 200. Departures from the standard are read where money is legible, and listed under deviations.",
                400,
                413,
                415,
                422
            );

    private static async Task<Results<Created<StatementImportView>, Ok<StatementImportView>, ProblemHttpResult>> Handle(
        HttpContext http,
        StatementService statements,
        CancellationToken ct
    )
    {
        if (
            !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase)
        )
        {
            return Problems.Create(
                StatusCodes.Status415UnsupportedMediaType,
                "media-type-unsupported",
                $"Send the file as the body, with Content-Type {string.Join(", ", MediaTypes)}; got '{http.Request.ContentType}'."
            );
        }
        return StatementImportView.Answer(await statements.Import(http.Caller().TenantId, http.Request.Body, ct));
    }
}
