using System.Security.Cryptography;
using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace IntegrationFunctions.Functions.Http.Applications;

/// <summary>What an application may be registered with.</summary>
internal static class ApplicationRules
{
    private const int MostAddresses = 20;
    private const string SecretAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string NewSecret() => "ifs_" + RandomNumberGenerator.GetString(SecretAlphabet, 40);

    public static ProblemHttpResult? NameFault(string name) => UserRules.NameFault(name);

    /// <summary>
    /// Redirect URIs are compared to the letter (draft-ietf-oauth-v2-1, section 2.3.1): https, or http on the own machine, or an application's
    /// own scheme with a dot in it (RFC 8252, section 7.1); no fragment.
    /// </summary>
    public static ProblemHttpResult? RedirectFault(IReadOnlyList<string> addresses)
    {
        if (addresses.Count > MostAddresses)
        {
            return Refused($"'redirectUris' takes {MostAddresses} at most.", "/redirectUris");
        }
        for (var i = 0; i < addresses.Count; i++)
        {
            if (!IsRedirect(addresses[i]))
            {
                return Refused(
                    $"'{addresses[i]}' can't be a redirect URI: https://..., http://localhost or http://127.0.0.1 for a program on the own "
                        + "machine, or a scheme of the application's own such as com.example.app:/callback; without a fragment.",
                    $"/redirectUris/{i}"
                );
            }
        }
        return null;
    }

    /// <summary>An application asks for no more than who registers it may do; people give it no more than they may.</summary>
    public static ProblemHttpResult? ScopeFault(Caller caller, IReadOnlyList<string> scopes, bool anyPerson)
    {
        for (var i = 0; i < scopes.Count; i++)
        {
            if (!Identity.Scopes.All.Contains(scopes[i]))
            {
                return Refused($"There is no scope '{scopes[i]}'.", $"/scopes/{i}");
            }
            if (!anyPerson && !caller.May(scopes[i]))
            {
                return Problems.Create(
                    StatusCodes.Status403Forbidden,
                    "scope-missing",
                    $"You have not got the scope {scopes[i]}, so an application that runs by itself can't have it from you.",
                    $"/scopes/{i}"
                );
            }
        }
        return scopes.Count == 0 ? Refused("'scopes' must name at least one scope.", "/scopes") : null;
    }

    public static HashSet<string> PermissionsOf(IEnumerable<string> scopes, bool codes, bool runsItself)
    {
        HashSet<string> permissions = new(StringComparer.Ordinal)
        {
            Permissions.Endpoints.Token,
            Permissions.Endpoints.Introspection,
            Permissions.Endpoints.Revocation,
        };
        if (codes)
        {
            permissions.UnionWith([
                Permissions.Endpoints.Authorization,
                Permissions.GrantTypes.AuthorizationCode,
                Permissions.GrantTypes.RefreshToken,
                Permissions.ResponseTypes.Code,
            ]);
        }
        if (runsItself)
        {
            permissions.Add(Permissions.GrantTypes.ClientCredentials);
        }
        permissions.UnionWith(scopes.Select(scope => Permissions.Prefixes.Scope + scope));
        return permissions;
    }

    public static ProblemHttpResult Refused(string detail, string pointer) =>
        Problems.Create(StatusCodes.Status422UnprocessableEntity, "validation-failed", detail, pointer);

    private static bool IsRedirect(string address) =>
        address.Length <= 500
        && Uri.TryCreate(address, UriKind.Absolute, out var uri)
        && uri.IsWellFormedOriginalString()
        && uri.Fragment.Length == 0
        && !address.Contains('#', StringComparison.Ordinal)
        && uri.UserInfo.Length == 0
        && (
            uri.Scheme == Uri.UriSchemeHttps
            || uri.Scheme == Uri.UriSchemeHttp && uri.Host is "localhost" or "127.0.0.1" or "[::1]"
            || uri.Scheme.Contains('.', StringComparison.Ordinal)
        );
}
