using System.Text.Json.Nodes;

namespace IntegrationFunctions.Functions.Http.Shaping;

/// <summary>
/// Something that an answer only names, and that <c>expand</c> puts beside the name: <c>integration</c> beside <c>integrationId</c>. What
/// the caller could not read by itself is not put there.
/// </summary>
/// <param name="Name">The property that is added.</param>
/// <param name="IdField">The property that holds the id; null there gives null here.</param>
/// <param name="Scope">What a caller needs to be shown it.</param>
/// <param name="Load">The thing of that id as the API shows it, or null where it is gone.</param>
internal sealed record Expansion(
    string Name,
    string IdField,
    string Scope,
    Func<HttpContext, string, CancellationToken, Task<object?>> Load
);

/// <summary>Puts expansions on endpoints.</summary>
internal static class ExpansionExtensions
{
    /// <summary>Lets a caller ask for what the answer only names.</summary>
    public static RouteHandlerBuilder Expands(this RouteHandlerBuilder builder, params Expansion[] expansions)
    {
        foreach (var expansion in expansions)
        {
            builder.WithMetadata(expansion);
        }
        return builder;
    }
}
