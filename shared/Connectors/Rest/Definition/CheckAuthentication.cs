namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>Whether an authentication has what its kind needs, and nothing else.</summary>
internal sealed class CheckAuthentication(RestAuthentication authentication, CheckDefinition check)
{
    private const string At = "/authentication";

    public void Run()
    {
        (string Name, string? Value)[] members =
        [
            ("in", authentication.In?.ToString()),
            ("name", authentication.Name),
            ("value", authentication.Value),
            ("user", authentication.User),
            ("password", authentication.Password),
            ("token", authentication.Token),
            ("tokenAddress", authentication.TokenAddress),
            ("clientId", authentication.ClientId),
            ("clientSecret", authentication.ClientSecret),
            ("scope", authentication.Scope),
        ];
        string[] needed = authentication.Type switch
        {
            RestAuthenticationType.ApiKey => ["in", "name", "value"],
            RestAuthenticationType.Basic => ["user", "password"],
            RestAuthenticationType.Bearer => ["token"],
            _ => ["tokenAddress", "clientId", "clientSecret"],
        };
        string[] allowed =
            authentication.Type == RestAuthenticationType.OAuth2ClientCredentials ? [.. needed, "scope"] : needed;
        foreach (var (name, value) in members)
        {
            if (value is null && needed.Contains(name, StringComparer.Ordinal))
            {
                check.Wrong(At, $"Authentication of this type needs '{name}'.");
            }
            else if (value is not null && !allowed.Contains(name, StringComparer.Ordinal))
            {
                check.Wrong(
                    $"{At}/{name}",
                    $"Authentication of this type has no '{name}'. It has: {string.Join(", ", allowed)}."
                );
            }
            if (name is not "in" and not "name")
            {
                check.Text(
                    value,
                    $"{At}/{name}",
                    [],
                    maySecret: name != "tokenAddress",
                    mustBeThere: name is not "scope"
                );
            }
        }
        if (
            authentication.TokenAddress is { } address
            && !address.StartsWith("https://", StringComparison.Ordinal)
            && !address.StartsWith('{')
        )
        {
            check.Wrong($"{At}/tokenAddress", "The token address must begin with https:// or with a {setting}.");
        }
    }
}
