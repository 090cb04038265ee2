using Azure.Core;

namespace IntegrationFunctions.Platform.Messages.ServiceBus;

/// <summary>Makes what is put on <c>$cbs</c> (Claims-based security): a SAS token or an Entra token.</summary>
internal sealed class ServiceBusTokens(ServiceBusOptions options, TimeProvider clock)
{
    private const string SasType = "servicebus.windows.net:sastoken";
    private const string JwtType = "jwt";
    private static readonly TimeSpan SasLife = TimeSpan.FromHours(1);
    private static readonly string[] Scopes = ["https://servicebus.azure.net/.default"];

    public readonly record struct Token(string Text, string Type, DateTimeOffset Expires);

    /// <exception cref="MessagingException">No token can be had.</exception>
    public async Task<Token> For(string audience, CancellationToken ct)
    {
        if (options.Identity is { } identity)
        {
            try
            {
                var token = await identity.GetTokenAsync(new TokenRequestContext(Scopes), ct).ConfigureAwait(false);
                return new(token.Token, JwtType, token.ExpiresOn);
            }
            catch (Azure.Identity.AuthenticationFailedException e)
            {
                throw new MessagingException(
                    MessagingFailure.Unauthorised,
                    $"Entra ID gives no token for Service Bus at {options.Host}. Check the identity that the platform runs with.",
                    e
                );
            }
        }
        if (options.Signature is { } signature)
        {
            return new(signature, SasType, SasToken.Expiry(signature) ?? DateTimeOffset.MaxValue);
        }
        var expires = clock.GetUtcNow() + SasLife;
        return new(SasToken.Create(audience, options.PolicyName!, options.PolicyKey!, expires), SasType, expires);
    }
}
