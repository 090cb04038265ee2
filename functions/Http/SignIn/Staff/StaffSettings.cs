using IntegrationFunctions.Functions.Cli;

namespace IntegrationFunctions.Functions.Http.SignIn.Staff;

/// <summary>
/// The application at Entra ID by which people sign in who are known there, from the environment, in the names of Microsoft.Identity.Web's section:
/// <c>AzureAd__TenantId</c>, <c>AzureAd__ClientId</c>, <c>AzureAd__ClientSecret</c>, and <c>AzureAd__Instance</c> for another cloud.
/// </summary>
/// <param name="Instance">Where Entra ID is.</param>
/// <param name="DirectoryId">The directory; people of another one are nobody here.</param>
/// <param name="ClientId">The application.</param>
/// <param name="ClientSecret">What it proves itself with.</param>
public sealed record StaffSettings(Uri Instance, string DirectoryId, string ClientId, string ClientSecret)
{
    private const string Section = "AzureAd__";
    private static readonly Uri PublicCloud = new("https://login.microsoftonline.com/");

    /// <summary>Null where nothing is set: there is no such sign-in.</summary>
    /// <exception cref="UserErrorException">Some are set and some are not, or one can't be used.</exception>
    public static StaffSettings? From(Func<string, string?> environment)
    {
        string[] needed = ["TenantId", "ClientId", "ClientSecret"];
        var values = needed.ToDictionary(
            name => name,
            name => environment(Section + name) ?? "",
            StringComparer.Ordinal
        );
        var missing = needed.Where(name => values[name].Length == 0).ToList();
        if (missing.Count == needed.Length)
        {
            return null;
        }
        if (missing.Count > 0)
        {
            throw new UserErrorException(
                $"{string.Join(" and ", missing.Select(name => Section + name))} must be set as well for signing in through Entra ID, or none of them."
            );
        }
        if (!Guid.TryParse(values["TenantId"], out var directory))
        {
            throw new UserErrorException(
                $"{Section}TenantId must be the id of one directory, a GUID; it is '{values["TenantId"]}'. Names, and 'common', would let in people of others."
            );
        }
        var instance = environment(Section + "Instance") is { Length: > 0 } text
            ? Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"
                ? uri
                : throw new UserErrorException($"{Section}Instance must be an address; it is '{text}'.")
            : PublicCloud;
        return new(instance!, directory.ToString("D"), values["ClientId"], values["ClientSecret"]);
    }

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} of {DirectoryId} at {Instance}";
}
