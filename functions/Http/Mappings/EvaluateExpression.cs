using System.ComponentModel;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Mapping.Jsonata.Evaluation;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Mapping.Jsonata.Values;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Mappings;

internal static class EvaluateExpression
{
    // Less than a mapping may use: somebody waits for the answer, and the server has others to answer.
    private static readonly Limits Limits = new()
    {
        Time = TimeSpan.FromSeconds(1),
        Steps = 5_000_000,
        Bytes = 32 * 1024 * 1024,
    };

    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("evaluate", Handle)
            .Heavy()
            .RequireRoles(IntegrationEndpoints.Managers)
            .Described(
                "evaluateExpression",
                "Evaluate an expression",
                "Tries a JSONata expression of a rule on an input, for at most a second. What is wrong with it is part of the answer: the code of the "
                    + "reference implementation, the place, and what to do.",
                400,
                413,
                415
            );

    private static Ok<Answer> Handle(Body body)
    {
        try
        {
            var options = new JsonataOptions { Decimals = body.Decimals, Limits = Limits };
            var input = body.Input is null ? default : JsonText.Read(body.Input.ToJsonString());
            var value = JsonataExpression.Compile(body.Expression, options).Evaluate(input);
            return TypedResults.Ok(
                value.Kind == JsonataKind.Function
                    ? new Answer(
                        null,
                        true,
                        new("T1006", "The value is a function. Call it, with arguments in parentheses.", null, null)
                    )
                    : new Answer(
                        value.IsUndefined ? null : JsonNode.Parse(JsonText.Write(value)),
                        value.IsUndefined,
                        null
                    )
            );
        }
        catch (JsonataException wrong)
        {
            return TypedResults.Ok(new Answer(null, true, new(wrong.Code, wrong.Message, wrong.Position, wrong.Token)));
        }
    }

    [DisplayName("ExpressionRequest")]
    internal sealed record Body(
        [property: Description("JSONata.")] string Expression,
        [property: Description("What $ is; absent: nothing.")] JsonNode? Input = null,
        [property: Description("Whether it calculates with decimals, as rules of money fields do: 0.1 + 0.2 is 0.3.")]
            bool Decimals = false
    );

    [DisplayName("ExpressionValue")]
    internal sealed record Answer(
        [property: Description("The value; null where there is none, too.")] JsonNode? Value,
        [property: Description("Whether there is no value: a field that is not there.")] bool IsNothing,
        [property: Description("What went wrong; null where nothing did.")] ExpressionError? Error
    );

    internal sealed record ExpressionError(
        [property: Description(
            "Of the reference implementation: S for syntax, T for types, D for evaluation, U for limits."
        )]
            string Code,
        string Message,
        [property: Description("Characters from the beginning of the expression.")] int? Position,
        [property: Description("What the error names.")] string? Token
    );
}
