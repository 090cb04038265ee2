using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Functions.Http.Statements;

/// <summary>Bank statements.</summary>
public static class StatementEndpoints
{
    /// <summary>Who may import statements, reconcile them and undo matches.</summary>
    internal static readonly Role[] Accountants = [Role.Accountant, Role.Owner];

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
