using System.Text.Json.Nodes;

namespace IntegrationFunctions.Tests.EndToEnd;

/// <summary>Lists are filtered and sorted, answers cut to fields and expanded, and old versions answer as they did.</summary>
[Collection(PlatformCollection.Name)]
public sealed class AnswerShapingTests(PlatformFixture platform)
{
    private const string List = "/api/v1/integrations";

    [Fact]
    public async Task A_list_is_filtered_sorted_and_paged_in_that_order()
    {
        var prefix = $"shaping-{Guid.NewGuid():N}";
        foreach (var letter in "cab")
        {
            await Create($"{prefix}-{letter}");
        }

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await platform.Owner.Get($"{List}?sort=-name&connector=sap-s4hana&limit=2&cursor={cursor}");
            Assert.Equal(200, page.Status);
            names.AddRange(page.Json!["items"]!.AsArray().Select(i => i!["name"]!.GetValue<string>()));
            cursor = page.Json["next"]?.GetValue<string>();
        } while (cursor is not null);
        var ours = names.Where(n => n.StartsWith(prefix, StringComparison.Ordinal));
        var named = await platform.Owner.Get($"{List}?name={prefix}-a&name={prefix}-b&fields=name");

        Assert.Equal([$"{prefix}-c", $"{prefix}-b", $"{prefix}-a"], ours);
        Assert.Equal(
            [$"{{\"name\":\"{prefix}-a\"}}", $"{{\"name\":\"{prefix}-b\"}}"],
            named.Json!["items"]!.AsArray().Select(i => i!.ToJsonString())
        );
    }

    [Theory]
    [InlineData($"{List}?statuss=active", "parameter-unknown", "'statuss'")]
    [InlineData($"{List}?status=gone", "parameter-invalid", "'gone'")]
    [InlineData($"{List}?sort=age", "parameter-invalid", "createdAt, -createdAt")]
    [InlineData($"{List}?createdAtFrom=soon", "parameter-invalid", "'soon'")]
    [InlineData(
        $"{List}?createdAtFrom=2026-02-01T00:00:00Z&createdAtTo=2026-01-01T00:00:00Z",
        "parameter-invalid",
        "before"
    )]
    [InlineData($"{List}?fields=id,nam", "parameter-invalid", "'nam'")]
    [InlineData($"{List}?fields=name.first", "parameter-invalid", "no fields")]
    [InlineData($"{List}?expand=statement", "parameter-invalid", "expanded")]
    public async Task A_parameter_that_is_not_understood_is_refused(string path, string code, string says)
    {
        var answer = await platform.Owner.Get(path);

        Assert.Equal((400, code), (answer.Status, answer.Code));
        Assert.Contains(says, answer.Field("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_reach_into_objects_and_leave_the_rest_away()
    {
        var id = await Create($"fields-{Guid.NewGuid():N}");

        var answer = await platform.Owner.Get($"{List}/{id}?fields=id,settings.user");

        var json = answer.Json!.AsObject();
        Assert.Equal(["id", "settings"], json.Select(p => p.Key));
        Assert.All(json["settings"]!.AsObject(), p => Assert.Equal("user", p.Key));
    }

    [Fact]
    public async Task Who_has_the_answer_already_is_told_so()
    {
        var id = await Create($"known-{Guid.NewGuid():N}");
        var first = await platform.Owner.Get($"{List}/{id}");

        var again = await platform.Owner.Get($"{List}/{id}", ("If-None-Match", first.ETag!));
        var other = await platform.Owner.Get($"{List}/{id}", ("If-None-Match", "\"77\""));

        Assert.Equal((304, ""), (again.Status, again.Text));
        Assert.Equal(200, other.Status);
    }

    [Fact]
    public async Task A_version_that_there_is_not_is_refused()
    {
        var answer = await platform.Owner.Get(List, ("Api-Version", "2020-01-01"));

        Assert.Equal((400, "version-unknown"), (answer.Status, answer.Code));
        Assert.Contains("2026-09-01", answer.Field("detail"), StringComparison.Ordinal);
    }

    private async Task<string> Create(string name)
    {
        var body = new JsonObject
        {
            ["name"] = name,
            ["connector"] = "sap-s4hana",
            ["settings"] = new JsonObject
            {
                ["baseUrl"] = "https://erp.example.com",
                ["user"] = "U",
                ["password"] = "not-a-real-one",
                ["companyCode"] = "1010",
            },
        };
        var made = await platform.Owner.Post(List, body.ToJsonString());
        Assert.Equal(201, made.Status);
        return made.Field("id");
    }
}
