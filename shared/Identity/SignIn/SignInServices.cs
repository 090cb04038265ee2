using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Documents;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Identity.SignIn;

/// <summary>Puts passwords, authenticators and sessions into the services.</summary>
public static class SignInServices
{
    /// <summary>Adds <see cref="ISignIn"/> and <see cref="ISessions"/>; needs the rest of identity.</summary>
    public static IServiceCollection AddSignIn(this IServiceCollection services) =>
        services
            .AddSingleton<ISignIn, StoredSignIn>()
            .AddSingleton<ISessions, StoredSessions>()
            .AddDocumentGroup(new DocumentGroup(Credentials.Group).Seal("totpSecret"))
            .AddDocumentGroup(new DocumentGroup(StoredSessions.Group).Index("tenantId", "userId", "-createdAt"));
}

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true
)]
[JsonSerializable(typeof(Credentials))]
[JsonSerializable(typeof(Session))]
internal sealed partial class SignInJson : JsonSerializerContext;
