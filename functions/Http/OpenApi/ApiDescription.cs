using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>The API's description (OpenAPI 3.1), made from the endpoints themselves.</summary>
internal static class ApiDescription
{
    public const string Document = "v1";
    private const string SchemeName = "apiKey";
    private const string ProblemName = "Problem";

    public static void Configure(OpenApiOptions options)
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = description =>
            description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
        options.CreateSchemaReferenceId = SchemaNames.For;
        options.AddDocumentTransformer(Describe);
        options.AddOperationTransformer(Secure);
        options.AddOperationTransformer(AnswerParameters.Describe);
        options.AddSchemaTransformer(SchemaNames.Amounts);
        options.AddSchemaTransformer(SchemaNames.Choices);
        options.AddDocumentTransformer(ApiExamples.Add);
    }

    private static Task Describe(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken ct
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "Integration Functions",
            Version = "1",
            Description =
                "Connects a tenant's ERP and banks, and runs durable workflows that synchronise, reconcile and pay.\n\n"
                + "Sign in with `Authorization: Bearer <API key>`. Errors are problem details (RFC 9457) with a stable `code`; "
                + "`errors` points at fields by JSON pointer. Amounts are strings. Times are UTC (RFC 3339).",
            Contact = new OpenApiContact { Name = "Integration Functions" },
            License = new OpenApiLicense { Name = "Proprietary", Identifier = "LicenseRef-Proprietary" },
        };
        ApiTags.Describe(document);
        // The address is that of whoever reads this; a fixed one would be wrong behind a proxy.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "An API key: ifk_test_... Made with createKey.",
        };
        return Task.CompletedTask;
    }

    private static async Task Secure(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        operation.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(SchemeName, context.Document)] = [] },
        ];
        if (
            context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredRoles>().LastOrDefault() is
            { } required
        )
        {
            var roles =
                required.Roles.Length == Enum.GetValues<Identity.Role>().Length
                    ? "any role"
                    : string.Join(", ", required.Roles.Select(r => r.ToString().ToLowerInvariant()));
            operation.Description = $"{operation.Description}\n\nRoles: {roles}.".TrimStart('\n');
            operation.AddExtension("x-roles", Names(required.Roles));
        }
        if (
            context.Description.ActionDescriptor.EndpointMetadata.OfType<RequiredScope>().LastOrDefault() is
            { Scope: var scope }
        )
        {
            operation.Description = $"{operation.Description} Scope: {scope}.";
            operation.AddExtension("x-scope", new JsonNodeExtension(JsonValue.Create(scope)));
        }
        var problem = await context.GetOrCreateSchemaAsync(typeof(ApiProblem), null, ct);
        context.Document!.AddComponent(ProblemName, problem);
        operation.Responses ??= [];
        foreach (var (status, text) in Always)
        {
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = text });
        }
        foreach (var (status, response) in operation.Responses)
        {
            if (status[0] is '4' or '5' && response is OpenApiResponse answer)
            {
                answer.Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new()
                    {
                        Schema = new OpenApiSchemaReference(ProblemName, context.Document),
                    },
                };
            }
        }
    }

    private static JsonNodeExtension Names(Identity.Role[] roles) =>
        new(new JsonArray([.. roles.Order().Select(r => JsonValue.Create(r.ToString().ToLowerInvariant()))]));

    private static readonly (string Status, string Text)[] Always =
    [
        ("401", "The API key is missing, misspelled, unknown or revoked."),
        ("403", "The user's roles do not allow this."),
        ("500", "Something went wrong here."),
    ];
}

/// <summary>Problem details (RFC 9457).</summary>
internal sealed record ApiProblem(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    IReadOnlyList<FieldError>? Errors = null,
    string? TraceId = null
);
