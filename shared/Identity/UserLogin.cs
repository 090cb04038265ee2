using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Platform.Documents;

namespace IntegrationFunctions.Identity;

/// <summary>Which user of a tenant signs in with an e-mail address; the document's id is made of the address.</summary>
internal sealed record UserLogin(string UserId, int SchemaVersion = 1)
{
    public const string Group = "logins";

    /// <summary>Addresses are told apart as their owners write them, whatever the case.</summary>
    public static string Normal(string email) => email.Trim().Normalize().ToLowerInvariant();

    public static DocumentPath Path(string email) =>
        new($"{Group}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Normal(email))))}");
}
