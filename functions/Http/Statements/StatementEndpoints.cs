using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http.Statements;

/// <summary>Bank statements.</summary>
public static class StatementEndpoints
{
    /// <summary>Who may import statements, reconcile them and undo matches.</summary>
    internal static readonly Role[] Accountants = [Role.Accountant, Role.Owner];

    /// <summary>Shows the statement that an answer names.</summary>
    internal static Expansion Expansion { get; } =
        new(
            "statement",
            "statementId",
            "statements:read",
            async (http, id, ct) =>
                await http.RequestServices.GetRequiredService<StatementService>().Get(http.Caller().TenantId, id, ct)
        );

    /// <summary>Maps /statements.</summary>
    public static IEndpointRouteBuilder MapStatements(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/statements").WithTags("Statements").WithScopes("statements");
        ImportStatement.Map(group);
        FetchStatement.Map(group);
        ListStatements.Map(group);
        GetStatement.Map(group);
        GetStatementFile.Map(group);
        ListStatementLines.Map(group);
        return api;
    }
}
