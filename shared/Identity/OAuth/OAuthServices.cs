using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity.OAuth;

/// <summary>Puts applications, grants, tokens and keys of the OAuth server into the services.</summary>
public static class OAuthServices
{
    /// <summary>Adds OpenIddict's core over documents, and <see cref="SigningKeyRing"/>.</summary>
    public static IServiceCollection AddOAuthStores(this IServiceCollection services)
    {
        services
            .AddOpenIddict()
            .AddCore(core =>
                core.SetDefaultApplicationEntity<OAuthApplication>()
                    .SetDefaultAuthorizationEntity<OAuthAuthorization>()
                    .SetDefaultTokenEntity<OAuthToken>()
                    .SetDefaultScopeEntity<ListedScope>()
                    .ReplaceApplicationStore<OAuthApplication, ApplicationStore>(ServiceLifetime.Singleton)
                    .ReplaceAuthorizationStore<OAuthAuthorization, AuthorizationStore>(ServiceLifetime.Singleton)
                    .ReplaceTokenStore<OAuthToken, TokenStore>(ServiceLifetime.Singleton)
                    .ReplaceScopeStore<ListedScope, ScopeStore>(ServiceLifetime.Singleton)
                    // Each look goes to the document: what was revoked is so for every process at once.
                    .DisableEntityCaching()
            );
        return services
            .AddSingleton<SigningKeyRing>()
            .AddSingleton<IOAuthApplications, ApplicationStore>()
            .AddDocumentGroup(
                new DocumentGroup(ApplicationStore.Group).Index("tenantId").Publishes("application", "clientSecret")
            )
            .AddDocumentGroup(new DocumentGroup(AuthorizationStore.Group).Index("subject").Index("applicationId"))
            .AddDocumentGroup(
                new DocumentGroup(TokenStore.Group)
                    .Index("subject")
                    .Index("applicationId")
                    .Index("authorizationId")
                    .Index("referenceId")
                    .Seal("payload")
            );
    }
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(OAuthApplication))]
[JsonSerializable(typeof(OAuthAuthorization))]
[JsonSerializable(typeof(OAuthToken))]
[JsonSerializable(typeof(IReadOnlyList<KeyPair>))]
internal sealed partial class OAuthJson : JsonSerializerContext;
