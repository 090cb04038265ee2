using System.Text.Json.Serialization;
using System.Xml.Linq;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace IntegrationFunctions.Functions.Http.SignIn.Staff;

/// <summary>
/// The keys that the framework protects with what a browser holds while its owner is away at Entra ID: sealed documents of the platform's, so that
/// whichever process gets the browser back can read it. Where nobody signs in so, nothing is kept, and nothing written into somebody's home
/// folder.
/// </summary>
internal static class ProtectionKeys
{
    public const string Group = "protectionKeys";

    /// <summary>Call it behind all that adds the framework's protection.</summary>
    public static IServiceCollection AddProtectionKeys(this IServiceCollection services, bool kept)
    {
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>(
                (options, provider) =>
                {
                    options.XmlRepository = kept ? new StoredKeys(provider) : new NothingKept();
                    // The documents are sealed.
                    options.XmlEncryptor = new NullXmlEncryptor();
                }
            );
        // It would read the keys before the server listens, and the documents may be opened later than that.
        var early = services.Where(service => service.ImplementationType?.Name == "DataProtectionHostedService");
        foreach (var service in early.ToList())
        {
            services.Remove(service);
        }
        return services;
    }

    // The framework asks at its first use and once a day, and has no asynchronous form of it.
    private sealed class StoredKeys(IServiceProvider provider) : IXmlRepository
    {
        private IDocumentStore Store => provider.GetRequiredService<IDocumentStores>().ForTenant(Tenant.System);

        public IReadOnlyCollection<XElement> GetAllElements() =>
            Task.Run(async () =>
                {
                    var all = new List<XElement>();
                    await foreach (var document in Store.QueryAll(new DocumentQuery(Group)).ConfigureAwait(false))
                    {
                        all.Add(XElement.Parse(document.As(ProtectionJson.Default.ProtectionKey).Xml));
                    }
                    return all;
                })
                .GetAwaiter()
                .GetResult();

        public void StoreElement(XElement element, string friendlyName) =>
            Task.Run(async () =>
                    (
                        await Store
                            .Create(
                                $"{Group}/{friendlyName}",
                                new(element.ToString(SaveOptions.DisableFormatting)),
                                ProtectionJson.Default.ProtectionKey
                            )
                            .ConfigureAwait(false)
                    ).EnsureCommitted()
                )
                .GetAwaiter()
                .GetResult();
    }

    private sealed class NothingKept : IXmlRepository
    {
        public IReadOnlyCollection<XElement> GetAllElements() => [];

        public void StoreElement(XElement element, string friendlyName) { }
    }
}

/// <summary>One of the framework's keys, as it writes them.</summary>
internal sealed record ProtectionKey(string Xml, int SchemaVersion = 1);

[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ProtectionKey))]
internal sealed partial class ProtectionJson : JsonSerializerContext;
