using IntegrationFunctions.Banking.Statements.Store;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class GetStatementFile
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapGet("{id}/file", Handle)
            .RequireAnyRole()
            .Produces<Stream>(contentType: "application/octet-stream")
            .Described(
                "getStatementFile",
                "Download a statement's file",
                "The file that the statement was imported from, byte for byte as the bank sent it. Ranges, If-Range and If-None-Match "
                    + "(RFC 9110, sections 13 and 14) are obeyed; the ETag is the SHA-256 of the file.",
                404,
                416
            );

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Handle(
        string id,
        HttpContext http,
        StatementService statements,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        if (await statements.Get(tenant, id, ct) is null)
        {
            return Problems.NotFound("statement", id);
        }
        if (await statements.Original(tenant, id, ct) is not { } file)
        {
            return Problems.Create(
                StatusCodes.Status404NotFound,
                "file-not-kept",
                $"The file of the statement '{id}' was not kept: it was imported before files were. Import the same file again to have it kept."
            );
        }
        // What a bank sent is shown by no browser of ours as a page of ours.
        http.Response.Headers.XContentTypeOptions = "nosniff";
        return TypedResults.Stream(
            file.Content,
            file.ContentType,
            $"{id}.xml",
            file.KeptAt,
            new EntityTagHeaderValue($"\"{file.Sha256}\""),
            enableRangeProcessing: true
        );
    }
}
