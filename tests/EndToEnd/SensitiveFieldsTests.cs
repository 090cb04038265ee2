using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Compliance;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>What the product declares sensitive is sealed in the product as it is composed, and not only where a test composes it.</summary>
public sealed class SensitiveFieldsTests
{
    private const string Marker = "a-name-that-no-file-may-hold";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bank_data_of_people_is_in_no_file_of_the_platform()
    {
        using var folder = new TemporaryFolder();
        await using var app = PlatformHost.Build(new PlatformOptions(folder.File("data")));
        var store = app.Services.GetRequiredService<IDocumentStores>().ForTenant("t1");
        var groups = app
            .Services.GetRequiredService<DocumentCatalogue>()
            .Groups.Where(group => group.Sensitive.Count > 0)
            .ToArray();
        Assert.Equal(
            [
                "credentials",
                "idempotency",
                "incomingMessages",
                "incomingWebhooks",
                "lines",
                "matches",
                "messages",
                "oauthTokens",
                "openLines",
                "payments",
                "protectionKeys",
                "statements",
                "webhookDeliveries",
                "webhookEndpoints",
            ],
            groups.Select(group => group.Name)
        );
        foreach (var group in groups)
        {
            var document = new JsonObject();
            foreach (var field in group.Sensitive)
            {
                Fill(document, field.Split('.'));
            }
            var path = new DocumentPath($"{group.Name}/one");
            await store.Create(path.Value, document.ToJsonString());
            Assert.Equal(document.ToJsonString(), (await store.Get(path, Ct))!.Text());
        }
        var scanned = 0L;
        foreach (var file in Directory.GetFiles(folder.File("data"), "platform.db*"))
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await open.CopyToAsync(copy, Ct);
            Assert.DoesNotContain(Marker, Encoding.Latin1.GetString(copy.ToArray()), StringComparison.Ordinal);
            scanned += copy.Length;
        }
        Assert.True(scanned > 10_000, $"Only {scanned} bytes were found to look at.");
    }

    // lines[].creditor: an array with one element that has the field.
    private static void Fill(JsonObject at, ReadOnlySpan<string> names)
    {
        var name = names[0].Replace("[]", "", StringComparison.Ordinal);
        if (names.Length == 1)
        {
            at[name] = Marker;
            return;
        }
        var below = (at[name] is JsonArray array ? array[0] : at[name])?.AsObject() ?? [];
        Fill(below, names[1..]);
        if (at[name] is null)
        {
            at[name] = names[0].EndsWith("[]", StringComparison.Ordinal) ? new JsonArray(below) : below;
        }
    }
}
