using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using IntegrationFunctions.Functions.Cli;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Platform.Storage;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed partial class PageTests(PlatformFixture platform)
{
    [Fact]
    public async Task The_description_gives_every_operation_a_name_a_summary_a_sign_in_and_its_refusals()
    {
        var answer = await platform.Anonymous.Get("/openapi/v1.json");

        Assert.StartsWith("3.1", answer.Field("openapi"));
        var names = new HashSet<string>();
        var operations = answer.Json!["paths"]!
            .AsObject()
            .SelectMany(p => p.Value!.AsObject().Select(o => (p.Key, o)))
            .ToList();
        Assert.True(operations.Count > 20);
        foreach (var (path, (verb, operation)) in operations)
        {
            var what = $"{verb} {path}";
            Assert.StartsWith("/api/v1/", path);
            Assert.False(string.IsNullOrEmpty(operation!["summary"]?.GetValue<string>()), what);
            Assert.True(names.Add(operation["operationId"]!.GetValue<string>()), what);
            Assert.NotNull(operation["security"]?[0]?["apiKey"]);
            Assert.NotNull(operation["responses"]!["401"]!["content"]!["application/problem+json"]);
            Assert.Contains(operation["responses"]!.AsObject(), r => r.Key.StartsWith('2'));
            var bodies = operation["responses"]!
                .AsObject()
                .Select(response => response.Value!["content"])
                .Append(operation["requestBody"]?["content"])
                .OfType<JsonObject>()
                .Select(content => content["application/json"])
                .OfType<JsonObject>();
            Assert.All(bodies, body => Assert.True(body["example"] is not null, what));
        }
        Assert.Equal("bearer", answer.Json["components"]!["securitySchemes"]!["apiKey"]!["scheme"]!.GetValue<string>());
        foreach (Match reference in Reference().Matches(answer.Text))
        {
            Assert.True(
                answer.Json["components"]!["schemas"]!.AsObject().ContainsKey(reference.Groups[1].Value),
                reference.Value
            );
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/docs/")]
    [InlineData("/docs/errors")]
    public async Task A_page_loads_nothing_from_outside(string path)
    {
        var answer = await platform.Anonymous.Get(path, ("Accept", "text/html"));

        Assert.Equal(200, answer.Status);
        Assert.Contains("<!doctype html>", answer.Text);
        var own = new Uri(platform.App.Address(), "/").ToString().TrimEnd('/');
        Assert.Empty(Outside().Matches(answer.Text.Replace(own, "")));
    }

    [Fact]
    public async Task Programs_get_JSON_at_the_root() =>
        Assert.Equal("/docs", (await platform.Anonymous.Get("/")).Json!["see"]!["docs"]!.GetValue<string>());

    [Fact]
    public async Task A_started_server_is_live_and_ready()
    {
        Assert.Equal(200, (await platform.Anonymous.Get("/health/live")).Status);
        Assert.Equal("ok", (await platform.Anonymous.Get("/health/ready")).Field("status"));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_one_line_for_the_user()
    {
        var folder = Directory.CreateTempSubdirectory("port-").FullName;
        try
        {
            var options = new PlatformOptions(folder, platform.App.Address().Port);
            await using var second = PlatformHost.Build(options);
            var error = await Assert.ThrowsAsync<UserErrorException>(() => ServeCommand.Start(second, options));
            Assert.Contains($"Port {options.Port} is in use", error.Message);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_that_another_server_holds_is_refused() =>
        Assert.Contains(
            "in use",
            Assert.Throws<StorageException>(() => PlatformHost.Build(new PlatformOptions(platform.Folder, 0))).Message
        );

    [GeneratedRegex("#/components/schemas/([A-Za-z0-9]+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"(https?:)?//[A-Za-z0-9]")]
    private static partial Regex Outside();
}
