using System.Net;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Fetches the newest statement of an account.</summary>
internal static class GetStatement
{
    public static async Task<Result<byte[]>> Run(HostToHostClient client, string iban, CancellationToken ct)
    {
        var electronic = iban.Replace(" ", "", StringComparison.Ordinal);
        var address = client.Address($"accounts/{Uri.EscapeDataString(electronic)}/statement");
        if (!(await client.Get(address, "application/xml", ct)).TryGet(out var response, out var error))
        {
            return error;
        }
        if (response.Status == HttpStatusCode.NotFound)
        {
            return new IntegrationError(
                ErrorKind.Permanent,
                "bank-statement-missing",
                $"{response.Place} has no account {electronic}, or no statement for it yet."
            );
        }
        return response.IsSuccess ? response.Body : BankErrors.From(response);
    }
}
