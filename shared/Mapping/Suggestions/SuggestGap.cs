using System.Text.Json;

namespace IntegrationFunctions.Mapping.Suggestions;

/// <summary>What stands for a field that the model needs and that nothing fits: a rule that refuses each record, so that nobody overlooks it.</summary>
internal static class SuggestGap
{
    public static Suggestion Run(SuggestionTarget target) =>
        target.IsList
            ? new(
                new(target.Path, Expression: "[]", Required: true),
                0,
                [$"No list of the source fits {target.Title}, which the model needs. Say which one does."]
            )
            : new(
                new(target.Path, Value: JsonSerializer.SerializeToElement(""), Required: true),
                0,
                [
                    $"Nothing of the source fits {target.Title}, which the model needs. Give a source, an expression or a constant.",
                ]
            );
}
