using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Checks address, token, and that the account is one of those that the token opens.</summary>
internal static class Verify
{
    public static async Task<Result<ConnectionReport>> Run(
        HostToHostSettings settings,
        HostToHostClient client,
        CancellationToken ct
    )
    {
        if (
            !(await client.Get(client.Address("accounts"), "application/json", ct)).TryGet(
                out var response,
                out var error
            )
        )
        {
            return error;
        }
        if (!response.IsSuccess)
        {
            return BankErrors.From(response);
        }
        if (BankErrors.Json(response) is not JsonArray accounts)
        {
            return new IntegrationError(
                ErrorKind.Configuration,
                "bank-address-wrong",
                $"{response.Place} did not answer {response.Address.AbsolutePath} with a list of accounts. Check the address of the bank."
            );
        }
        var account = accounts
            .OfType<JsonObject>()
            .FirstOrDefault(candidate => Text(candidate, "iban") == settings.Iban);
        if (account is null)
        {
            return Wrong(
                "bank-account-unknown",
                $"{response.Place} does not list the account {settings.Iban} for this token. Check the IBAN.",
                "/iban"
            );
        }
        if (settings.Bic is { } bic && Text(account, "bic") is { Length: > 0 } real && Long(bic) != Long(real))
        {
            return Wrong("bank-bic-differs", $"The account {settings.Iban} has the BIC {real}, not {bic}.", "/bic");
        }
        return new ConnectionReport(
            $"Bank at {response.Place}",
            ["The token is accepted.", $"The account {settings.Iban} is open to it ({accounts.Count} in all)."]
        );
    }

    // Eight characters mean the head office, as eleven with XXX do (ISO 9362).
    private static string Long(string bic) => bic.Length == 8 ? bic + "XXX" : bic;

    private static string? Text(JsonObject account, string name) =>
        account[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static IntegrationError Wrong(string code, string message, string pointer) =>
        new(ErrorKind.Configuration, code, message, pointer);
}
