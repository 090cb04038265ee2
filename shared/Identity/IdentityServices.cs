using IntegrationFunctions.Identity.Cors;
using IntegrationFunctions.Identity.SignIn;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Http;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity;

/// <summary>Puts tenants, users and API keys into the services.</summary>
public static class IdentityServices
{
    /// <summary>Adds <see cref="ITenants"/>, <see cref="IUsers"/> and <see cref="IApiKeys"/>; needs documents and a clock.</summary>
    public static IServiceCollection AddIdentity(this IServiceCollection services) =>
        services
            .AddSingleton<SignInCache>()
            .AddSingleton<StoredTenants>()
            .AddSingleton<ITenants>(services => services.GetRequiredService<StoredTenants>())
            .AddSingleton<ISandboxSpaces>(services => services.GetRequiredService<StoredTenants>())
            .AddSingleton<IUsers, StoredUsers>()
            .AddSingleton<IApiKeys, StoredApiKeys>()
            .AddSignIn()
            .AddLimits()
            .AddSingleton<ICorsOrigins, StoredCorsOrigins>()
            .AddDocumentGroup(new DocumentGroup(StoredCorsOrigins.OriginsGroup).Publishes("cors"))
            .AddDocumentGroup(new("tenants"))
            .AddDocumentGroup(new DocumentGroup("users").Index("staff.objectId", "staff.directoryId").Publishes("user"))
            .AddDocumentGroup(new(UserLogin.Group))
            .AddDocumentGroup(
                (
                    new DocumentGroup("apiKeys").Index("id", "tenantId").Index("tenantId", "userId", "createdAt") with
                    {
                        Quiet = ["lastUsedAt"],
                    }
                ).Publishes("key")
            );
}
