using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.SignIn;

/// <summary>
/// Gives access tokens. What the connector brings along asks with client credentials. An authorization code with a refresh token that rotates
/// belongs behind the same interface: it must store each new refresh token before it uses the access token that came with it.
/// </summary>
public interface IAccessTokens
{
    /// <summary>A token that is good now, or why there is none.</summary>
    /// <param name="context">Whose.</param>
    /// <param name="request">What it is asked for with.</param>
    /// <param name="refused">A token that the system has refused, and that must not come again; null for none.</param>
    /// <param name="ct">Ends the wait.</param>
    Task<Result<string>> Get(ConnectorContext context, TokenRequest request, string? refused, CancellationToken ct);
}

/// <summary>What a token is asked for with.</summary>
/// <param name="Address">The token endpoint.</param>
/// <param name="ClientId">The client.</param>
/// <param name="ClientSecret">Its secret.</param>
/// <param name="Scope">What for, separated by blanks; null: what the client may.</param>
/// <param name="ClientInBody">Whether the client goes into the body and not into the header.</param>
public sealed record TokenRequest(Uri Address, string ClientId, string ClientSecret, string? Scope, bool ClientInBody)
{
    /// <summary>Without the secret.</summary>
    public override string ToString() => $"{ClientId} at {Address.Host}";
}
