using System.Text;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.SignIn;

/// <summary>Puts into each request what proves who sends it.</summary>
internal sealed class Authorise(
    ConnectorContext context,
    RestDefinition definition,
    RestSettings settings,
    IAccessTokens tokens
)
{
    private readonly List<string> _secrets = [];
    private string? _token;
    private string? _refused;

    private RestAuthentication Authentication => definition.Authentication;

    /// <summary>What was made of the settings' secrets, and what was got for them.</summary>
    public IReadOnlyList<string> Secrets => _secrets;

    /// <summary>User and password as Basic authentication sends them (RFC 7617, section 2).</summary>
    public static string Basic(string user, string password) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>The error where there is nothing to prove it with.</summary>
    public async Task<IntegrationError?> Apply(HttpRequestMessage message, CancellationToken ct)
    {
        switch (Authentication.Type)
        {
            case RestAuthenticationType.ApiKey when Authentication.In == RestKeyPlace.Query:
                var key =
                    $"{Uri.EscapeDataString(Authentication.Name!)}={Uri.EscapeDataString(Fill(Authentication.Value))}";
                var bare = Bare(message.RequestUri!);
                message.RequestUri = new UriBuilder(bare)
                {
                    Query = bare.Query.Length > 1 ? $"{bare.Query}&{key}" : key,
                }.Uri;
                return null;
            case RestAuthenticationType.ApiKey:
                message.Headers.TryAddWithoutValidation(Authentication.Name!, Fill(Authentication.Value));
                return null;
            case RestAuthenticationType.Basic:
                var basic = Basic(Fill(Authentication.User), Fill(Authentication.Password));
                _secrets.Add(basic);
                message.Headers.TryAddWithoutValidation("Authorization", $"Basic {basic}");
                return null;
            case RestAuthenticationType.Bearer:
                message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Fill(Authentication.Token)}");
                return null;
            default:
                if (!(await Token(ct)).TryGet(out var token, out var error))
                {
                    return error;
                }
                _token = token;
                _secrets.Add(token);
                message.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
                return null;
        }
    }

    /// <summary>The token was refused; whether another one can be asked for.</summary>
    public bool Renew()
    {
        _refused = _token;
        return _token is not null;
    }

    /// <summary>An address without the key: some systems repeat it in the links that they send.</summary>
    public Uri Bare(Uri address)
    {
        if (Authentication is not { Type: RestAuthenticationType.ApiKey, In: RestKeyPlace.Query })
        {
            return address;
        }
        var others = address
            .Query.TrimStart('?')
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => Uri.UnescapeDataString(pair.Split('=')[0]) != Authentication.Name);
        return new UriBuilder(address) { Query = string.Join('&', others) }.Uri;
    }

    private async Task<Result<string>> Token(CancellationToken ct)
    {
        if (
            !Uri.TryCreate(Fill(Authentication.TokenAddress), UriKind.Absolute, out var address)
            || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp)
        )
        {
            return new IntegrationError(
                ErrorKind.Configuration,
                "settings-invalid",
                "The address of the token endpoint is none with these settings."
            );
        }
        var (id, secret) = (Fill(Authentication.ClientId), Fill(Authentication.ClientSecret));
        _secrets.Add(Basic(Uri.EscapeDataString(id), Uri.EscapeDataString(secret)));
        var request = new TokenRequest(
            address,
            id,
            secret,
            settings.Fill(Authentication.Scope),
            Authentication.ClientInBody
        );
        return await tokens.Get(context, request, _refused, ct);
    }

    // The definition was checked: what authentication names is required.
    private string Fill(string? text) => settings.Fill(text) ?? "";
}
