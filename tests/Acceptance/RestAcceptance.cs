using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Rest;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;

namespace IntegrationFunctions.Tests.Acceptance;

/// <summary>The REST connector by the definition virtual-rest against the virtual REST API, over HTTP; each style of pages with another sign-in.</summary>
public abstract class RestAcceptance(SandboxWorld sandbox)
    : ConnectorAcceptance,
        IClassFixture<SandboxWorld>,
        IAsyncLifetime
{
    private readonly TestHttp _http = new(sandbox.Address);
    private RestDefinition _definition = null!;
    private Uri _world = null!;

    /// <summary>The style, as the API's path has it.</summary>
    protected abstract string Style { get; }

    /// <summary>How pages follow each other, and the list's place.</summary>
    protected abstract (string Paging, string? Records) Pages { get; }

    /// <summary>How requests sign in.</summary>
    protected abstract string Authentication { get; }

    protected override IEnumerable<(string, string)> BadSettings =>
        [
            ("baseUrl", "erp.example"),
            ("baseUrl", "ftp://erp.example/"),
            ("baseUrl", "https://user@erp.example/"),
            ("baseUrl", "https://erp.example/?a=b"),
            ("user", "a:b"),
            ("user", "a\nb"),
        ];

    public async ValueTask InitializeAsync()
    {
        _world = await sandbox.Create(1300);
        var json = JsonNode.Parse(
            await File.ReadAllTextAsync(Repository.File("sandbox", "Rest", "virtual-rest.json"), Ct)
        )!;
        json["authentication"] = JsonNode.Parse(Authentication);
        foreach (var item in json["objects"]!.AsArray())
        {
            item!["read"]!["paging"] = JsonNode.Parse(Pages.Paging);
            item["read"]!.AsObject().Remove("records");
            if (Pages.Records is not null)
            {
                item["read"]!["records"] = Pages.Records;
            }
        }
        var (definition, errors) = await ReadDefinition.Run(JsonSerializer.SerializeToUtf8Bytes(json));
        Assert.Empty(errors);
        _definition = definition!;
    }

    protected override IConnector Connector() => new RestConnector(_definition, TimeProvider.System);

    protected override ConnectorContext Context() =>
        new(
            "ten_test",
            "int_test",
            new JsonObject
            {
                ["baseUrl"] = $"{_world}/rest/{Style}",
                ["user"] = "SANDBOX",
                ["password"] = "sandbox",
            },
            _http.Client(),
            "cor_test"
        );

    protected override JsonObject Change(string objectName) =>
        new()
        {
            ["name"] = "Renamed Handel GmbH",
            ["language"] = "FR",
            ["blocked"] = true,
        };

    [Fact]
    public async Task Only_what_was_changed_since_is_read()
    {
        var connector = (RestConnector)Connector();
        var soon = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var none = (await connector.FetchChanged(Context(), "partners", soon, null, 10, Ct)).Value;
        Assert.Empty(none.Records);
        Assert.False(none.HasMore);

        var all = (await connector.FetchNext(Context(), "partners", null, 3, Ct)).Value.Records;
        foreach (var record in all)
        {
            var write = new RecordWrite("partners", record.Key, Change("partners"), record.ETag!);
            Assert.Null((await connector.Update(Context(), write, Ct)).Error);
        }
        var first = (await connector.FetchChanged(Context(), "partners", soon, null, 2, Ct)).Value;
        var rest = (await connector.FetchChanged(Context(), "partners", soon, first.State, 2, Ct)).Value;
        Assert.Equal(all.Select(record => record.Key), first.Records.Concat(rest.Records).Select(record => record.Key));
        Assert.False(rest.HasMore);

        // A state of changes is none of a full pass.
        var mixed = await connector.FetchNext(Context(), "partners", first.State, 2, Ct);
        Assert.Equal("state-invalid", Failed(mixed).Code);
    }

    [Fact]
    public async Task A_state_of_another_object_is_refused()
    {
        var page = (await Connector().FetchNext(Context(), "partners", null, 10, Ct)).Value;
        var error = Failed(await Connector().FetchNext(Context(), "invoices", page.State, 10, Ct));
        Assert.Equal((ErrorKind.Permanent, "state-invalid"), (error.Kind, error.Code));
    }

    [Fact]
    public async Task What_the_source_refuses_about_a_field_points_to_it()
    {
        var record = (await Connector().FetchNext(Context(), "partners", null, 1, Ct)).Value.Records[0];
        var write = new RecordWrite("partners", record.Key, new JsonObject { ["language"] = "FRA" }, record.ETag!);
        var error = Failed(await Connector().Update(Context(), write, Ct));
        Assert.Equal((ErrorKind.Validation, "rest-refused", "/language"), (error.Kind, error.Code, error.Pointer));
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}

public sealed class RestPagesAcceptance(SandboxWorld sandbox) : RestAcceptance(sandbox)
{
    protected override string Style => "page";

    protected override (string, string?) Pages =>
        ("""{"style":"page","parameter":"page","sizeParameter":"limit","largestPage":200,"total":"total"}""", "data");

    protected override string Authentication => """{"type":"basic","user":"{user}","password":"{password}"}""";
}

public sealed class RestOffsetsAcceptance(SandboxWorld sandbox) : RestAcceptance(sandbox)
{
    protected override string Style => "offset";

    // Without a total: a page that is not full is the last.
    protected override (string, string?) Pages =>
        ("""{"style":"offset","parameter":"offset","sizeParameter":"limit","largestPage":200}""", "data");

    protected override string Authentication => """{"type":"bearer","token":"{password}"}""";
}

public sealed class RestCursorsAcceptance(SandboxWorld sandbox) : RestAcceptance(sandbox)
{
    protected override string Style => "cursor";

    protected override (string, string?) Pages =>
        (
            """{"style":"cursor","parameter":"cursor","sizeParameter":"limit","largestPage":200,"next":"next","more":"more"}""",
            "data"
        );

    protected override string Authentication =>
        """{"type":"apiKey","in":"header","name":"X-Api-Key","value":"{password}"}""";
}

public sealed class RestLinksAcceptance(SandboxWorld sandbox) : RestAcceptance(sandbox)
{
    protected override string Style => "link";

    protected override (string, string?) Pages =>
        ("""{"style":"link","sizeParameter":"limit","largestPage":200}""", null);

    protected override string Authentication =>
        """{"type":"oauth2ClientCredentials","tokenAddress":"{baseUrl}/token","clientId":"{user}","clientSecret":"{password}"}""";
}
