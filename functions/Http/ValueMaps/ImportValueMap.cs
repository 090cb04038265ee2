using System.ComponentModel;
using IntegrationFunctions.Mapping.ValueMaps;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace IntegrationFunctions.Functions.Http.ValueMaps;

internal static class ImportValueMap
{
    // 10,000 entries of the longest texts.
    private const int MaxFileBytes = 12 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPut("{name}/csv", Handle)
            .Accepts<Stream>("text/csv")
            .RequireRoles(ValueMapEndpoints.Keepers)
            .WithMetadata(new RequestSizeLimitAttribute(MaxFileBytes))
            .Described(
                "importValueMap",
                "Import a value map from CSV",
                "The body is the file: columns from and to (in French: de, vers), and note where wanted, with commas, semicolons or tabs. Its entries take "
                    + "the place of those there are, or with merge=true come beside them. With dryRun=true nothing is written. If-Match as for "
                    + "putValueMap. Errors point at lines and columns: /3/to.",
                400,
                409,
                412,
                413,
                415,
                422,
                428
            );

    private static async Task<Results<Ok<Answer>, ProblemHttpResult>> Handle(
        string name,
        [Description("Whether entries that are not in the file stay.")] bool? merge,
        [Description("Whether to say what would come of it and write nothing.")] bool? dryRun,
        [FromHeader(Name = "If-Match")] [Description("The ETag that was read; absent for a new one.")] string? ifMatch,
        HttpContext http,
        Mapping.ValueMaps.ValueMaps valueMaps,
        CancellationToken ct
    )
    {
        _ = ifMatch;
        if (
            !MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type)
            || !type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)
        )
        {
            return Problems.Create(
                StatusCodes.Status415UnsupportedMediaType,
                "media-type-unsupported",
                $"Send the file as the body, with Content-Type text/csv; got '{http.Request.ContentType}'."
            );
        }
        var caller = http.Caller();
        var stored = await valueMaps.Get(caller.TenantId, name, ct);
        if (ValueMapView.TryVersion(http.Request, stored, out var version) is { } refused)
        {
            return refused;
        }
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, ct);
        var import = await valueMaps.Import(
            caller.TenantId,
            caller.UserId,
            name,
            ValueMapCsv.Read(body.ToArray()),
            merge ?? false,
            dryRun ?? false,
            version,
            ct
        );
        if (import.Outcome.Errors.Count > 0)
        {
            return Problems.From(import.Outcome.Errors);
        }
        if (import.Outcome.Stored is { } now)
        {
            http.Response.SetETag(now.Version);
        }
        return TypedResults.Ok(
            new Answer(
                import.Added,
                import.Changed,
                import.Unchanged,
                import.Removed,
                dryRun ?? false,
                import.Deviations
            )
        );
    }

    [DisplayName("ValueMapImport")]
    internal sealed record Answer(
        [property: Description("Entries that are new.")] int Added,
        [property: Description("Entries that lead to another value, or have another note.")] int Changed,
        [property: Description("Entries that stay as they were.")] int Unchanged,
        [property: Description("Entries that go.")] int Removed,
        [property: Description("Whether nothing was written.")] bool DryRun,
        [property: Description("What in the file was not as it should be and was understood all the same.")]
            IReadOnlyList<string> Deviations
    );
}
