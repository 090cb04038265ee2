using System.ComponentModel;
using System.Diagnostics;
using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Statements.Store;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Functions.Http.Guards;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Statements;

internal static class FetchStatement
{
    public static void Map(IEndpointRouteBuilder group) =>
        group
            .MapPost("fetch", Handle)
            .Heavy()
            .RequireRoles(StatementEndpoints.Accountants)
            .Described(
                "fetchStatement",
                "Fetch the newest statement from the bank",
                "Asks the bank behind the integration for the newest statement of the account in its settings, and imports it. "
                    + "A statement that is there already is answered with 200.",
                400,
                404,
                409,
                422,
                429,
                501,
                502
            );

    private static async Task<Results<Created<StatementImportView>, Ok<StatementImportView>, ProblemHttpResult>> Handle(
        FetchStatementRequest body,
        HttpContext http,
        IConnections connections,
        StatementService statements,
        CancellationToken ct
    )
    {
        var tenant = http.Caller().TenantId;
        var correlation = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
        var opened = await connections.Open(tenant, body.BankIntegrationId, correlation, ct);
        if (!opened.TryGet(out var connection, out var error))
        {
            return Problems.From(error);
        }
        if (connection.Connector is not IBankChannel bank)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "not-a-bank",
                $"The integration '{body.BankIntegrationId}' is no bank. Name one whose connector reaches a bank.",
                "/bankIntegrationId"
            );
        }
        if (connection.Context.Settings["iban"]?.GetValue<string>() is not { Length: > 0 } iban)
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "iban-missing",
                $"The settings of the integration '{body.BankIntegrationId}' name no account. Set its iban.",
                "/bankIntegrationId"
            );
        }
        var fetched = await bank.GetStatement(connection.Context, iban, ct);
        if (!fetched.TryGet(out var file, out var refused))
        {
            return Problems.From(refused);
        }
        using var content = new MemoryStream(file, writable: false);
        return StatementImportView.Answer(await statements.Import(tenant, content, ct));
    }
}

/// <summary>Which bank to ask.</summary>
internal sealed record FetchStatementRequest(
    [property: Description("int_... of an integration whose connector reaches a bank.")] string BankIntegrationId
);
