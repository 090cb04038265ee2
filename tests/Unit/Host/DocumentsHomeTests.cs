using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Cosmos;
using IntegrationFunctions.Platform.Messages.Outbox;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace IntegrationFunctions.Tests.Unit.Host;

public sealed class DocumentsHomeTests
{
    private const string Endpoint = "https://account.invalid/";
    private const string Key = "AAAA";

    [Fact]
    public void Without_an_account_documents_stay_in_the_folder()
    {
        var services = new ServiceCollection().AddDocumentsHome(_ => null);

        Assert.Empty(services);
    }

    [Theory]
    [InlineData(Key)]
    [InlineData(null)]
    public async Task Where_an_account_is_named_documents_are_there(string? key)
    {
        using var files = new TemporaryFolder();
        using var folder = DataFolder.Open(files.Path);
        var services = new ServiceCollection().AddLogging().AddEmbeddedStorage(folder);
        services.AddDocumentsHome(
            Settings(("COSMOS_ENDPOINT", Endpoint), ("COSMOS_KEY", key), ("COSMOS_GATEWAY", "true"))
        );
        await using var provider = services.BuildServiceProvider();

        Assert.IsType<CosmosDocumentStores>(provider.GetRequiredService<IDocumentStores>());
        Assert.Contains(provider.GetServices<IHostedService>(), service => service is OutboxService);
        Assert.Same(provider.GetRequiredService<CosmosDocumentStores>().Outbox, provider.GetRequiredService<IOutbox>());
        Assert.Equal(new CosmosOptions { GatewayMode = true }, provider.GetRequiredService<CosmosOptions>());
    }

    [Theory]
    [InlineData(
        "COSMOS_ENDPOINT",
        "http://account.invalid/",
        "COSMOS_ENDPOINT is 'http://account.invalid/'; it must be an https address"
    )]
    [InlineData("COSMOS_ENDPOINT", "account", "COSMOS_ENDPOINT is 'account'")]
    [InlineData("COSMOS_GATEWAY", "yes", "COSMOS_GATEWAY is 'yes'; it must be true or false")]
    [InlineData("COSMOS_CREATE_CONTAINERS", "1", "COSMOS_CREATE_CONTAINERS is '1'")]
    public void A_setting_that_can_not_be_is_refused_by_its_name(string name, string value, string why)
    {
        var settings = Settings(("COSMOS_ENDPOINT", Endpoint), ("COSMOS_KEY", Key), (name, value));

        var e = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddDocumentsHome(settings));

        Assert.Contains(why, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_that_is_none_is_refused_and_not_repeated()
    {
        var settings = Settings(("COSMOS_ENDPOINT", Endpoint), ("COSMOS_KEY", "not base64"));

        var e = Assert.Throws<ArgumentException>(() => new ServiceCollection().AddDocumentsHome(settings));

        Assert.Contains("COSMOS_KEY", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not base64", e.Message, StringComparison.Ordinal);
    }

    // The last of a name counts.
    private static Func<string, string?> Settings(params (string Name, string? Value)[] settings) =>
        name => settings.LastOrDefault(setting => setting.Name == name).Value;
}
