using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Lists;
using IntegrationFunctions.Functions.Http.Shaping;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace IntegrationFunctions.Functions.Http.OpenApi;

/// <summary>Describes the parameters that no handler names: filters and order of lists, fields, expand, and the version.</summary>
internal static class AnswerParameters
{
    public static Task Describe(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        operation.Parameters ??= [];
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        foreach (var parameter in metadata.OfType<IListRules>().SelectMany(rules => rules.Parameters))
        {
            operation.Parameters.Add(Query(parameter));
        }
        if (context.Description.HttpMethod == HttpMethods.Get && AnswersJson(operation))
        {
            operation.Parameters.Add(
                Query(
                    new(
                        "fields",
                        "Only these fields, separated by commas, dotted where they lie deeper: id,status,lines.amount.",
                        []
                    )
                )
            );
            var expansions = metadata.OfType<Expansion>().Select(e => e.Name).ToList();
            if (expansions.Count > 0)
            {
                operation.Parameters.Add(
                    Query(
                        new(
                            "expand",
                            $"Put beside their ids, separated by commas: {string.Join(", ", expansions)}.",
                            []
                        )
                    )
                );
            }
        }
        if (
            context.Description.HttpMethod != HttpMethods.Get
            && operation.Parameters.All(parameter => parameter.Name != "Idempotency-Key")
        )
        {
            operation.Parameters.Add(
                new OpenApiParameter
                {
                    Name = "Idempotency-Key",
                    In = ParameterLocation.Header,
                    Description =
                        "1 to 255 printable ASCII characters, such as a UUID. The same request sent again with it within 24 hours is answered as "
                        + "the first was, and does nothing.",
                    Schema = new OpenApiSchema
                    {
                        Type = JsonSchemaType.String,
                        MinLength = 1,
                        MaxLength = 255,
                    },
                }
            );
        }
        operation.Parameters.Add(
            new OpenApiParameter
            {
                Name = ApiVersions.Header,
                In = ParameterLocation.Header,
                Description =
                    "The version of the API that the caller was written for; without, the one that was current when its key was made.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.String,
                    Enum = [.. ApiVersions.All.Select(v => (JsonNode)JsonValue.Create(v.Name))],
                },
            }
        );
        return Task.CompletedTask;
    }

    private static bool AnswersJson(OpenApiOperation operation) =>
        operation.Responses?.TryGetValue("200", out var answer) == true
        && answer.Content?.ContainsKey("application/json") == true;

    private static OpenApiParameter Query(ListParameter parameter)
    {
        var value = new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = parameter.Format,
            Enum =
                parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(v => (JsonNode)JsonValue.Create(v))],
        };
        return new()
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.Description,
            Schema = parameter.IsMany ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = value } : value,
        };
    }
}
