using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Tests.Acceptance;

/// <summary>What every connector must do, against a real or virtual system over HTTP. What it does not declare is skipped.</summary>
public abstract class ConnectorAcceptance
{
    private const int PageSize = 100;

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>A new instance: nothing may be carried over in the old one.</summary>
    protected abstract IConnector Connector();

    /// <summary>Good settings for the system at hand, always the same one within a test.</summary>
    protected abstract ConnectorContext Context();

    /// <summary>The name of the setting that holds the system's address.</summary>
    protected virtual string AddressSetting => "baseUrl";

    /// <summary>Settings, each with a value that can't be right.</summary>
    protected abstract IEnumerable<(string Setting, string Value)> BadSettings { get; }

    /// <summary>Canonical fields that can be changed, for a record of the object.</summary>
    protected virtual JsonObject Change(string objectName) => throw new NotSupportedException();

    /// <summary>A posting that the system should take, made of records of the object.</summary>
    protected virtual DocumentPosting Posting(ConnectorContext context, IReadOnlyList<SourceRecord> records) =>
        throw new NotSupportedException();

    [Fact]
    public void The_settings_schema_tells_people_what_to_fill_in()
    {
        var schema = Connector().Descriptor.SettingsSchema;
        Assert.Equal("https://json-schema.org/draft/2020-12/schema", (string?)schema["$schema"]);
        var properties = schema["properties"]!.AsObject();
        Assert.All(
            properties,
            property =>
            {
                Assert.False(string.IsNullOrWhiteSpace((string?)property.Value!["title"]), property.Key);
                Assert.False(string.IsNullOrWhiteSpace((string?)property.Value["description"]), property.Key);
            }
        );
        Assert.NotEmpty(Secrets());
        Assert.All(schema["required"]!.AsArray(), name => Assert.True(properties.ContainsKey((string)name!)));
        Assert.All(Context().Settings, setting => Assert.True(properties.ContainsKey(setting.Key), setting.Key));
    }

    [Fact]
    public async Task Good_settings_are_verified()
    {
        var report = (await Connector().Verify(Context(), Ct)).Value;
        Assert.NotEmpty(report.System);
        Assert.NotEmpty(report.Checks);
    }

    [Fact]
    public async Task Bad_settings_are_named()
    {
        foreach (var (setting, value) in BadSettings)
        {
            var error = Failed(await Connector().Verify(With(setting, value), Ct));
            Assert.Equal(ErrorKind.Configuration, error.Kind);
            Assert.Equal($"/{setting}", error.Pointer);
        }
    }

    [Fact]
    public async Task A_missing_setting_is_named()
    {
        foreach (var name in Connector().Descriptor.SettingsSchema["required"]!.AsArray())
        {
            var context = Context();
            context.Settings.Remove((string)name!);
            var error = Failed(await Connector().Verify(context, Ct));
            Assert.Equal((ErrorKind.Configuration, $"/{name}"), (error.Kind, error.Pointer));
        }
    }

    [Fact]
    public async Task A_wrong_secret_means_that_the_user_must_act_whatever_is_asked()
    {
        foreach (var secret in Secrets())
        {
            var context = With(secret, "not-the-right-one");
            Assert.Equal(ErrorKind.SignInExpired, Failed(await Connector().Verify(context, Ct)).Kind);
            foreach (var described in Connector().Descriptor.Objects)
            {
                var read = await Connector().FetchNext(context, described.Name, null, PageSize, Ct);
                Assert.Equal(ErrorKind.SignInExpired, Failed(read).Kind);
                Assert.Equal(
                    ErrorKind.SignInExpired,
                    Failed(await Connector().Count(context, described.Name, Ct)).Kind
                );
            }
        }
    }

    [Theory]
    [InlineData("https://no-such-host.invalid:8443/", "no-such-host.invalid:8443")]
    [InlineData("https://10.1.2.3:44300/", "10.1.2.3:44300")]
    public async Task A_host_that_can_not_be_reached_is_named_with_its_port(string address, string place)
    {
        var error = Failed(await Connector().Verify(With(AddressSetting, address), Ct));
        Assert.True(error.Kind is ErrorKind.Transient or ErrorKind.Configuration, error.ToString());
        Assert.Contains(place, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_a_matter_of_configuration()
    {
        var root = new Uri((string)Context().Settings[AddressSetting]!);
        var error = Failed(await Connector().Verify(With(AddressSetting, new Uri(root, "/nowhere").AbsoluteUri), Ct));
        Assert.Equal(ErrorKind.Configuration, error.Kind);
    }

    [Fact]
    public async Task Two_full_passes_agree_and_have_every_record_once_and_as_many_as_the_source_counts()
    {
        foreach (var name in Objects(ConnectorCapabilities.Read))
        {
            var first = await ReadAll(name, PageSize);
            var second = await ReadAll(name, 7 * PageSize);
            Assert.Equal(
                first.Select(record => (record.Key, record.Raw.ToJsonString(), record.Money, record.ETag)),
                second.Select(record => (record.Key, record.Raw.ToJsonString(), record.Money, record.ETag))
            );
            Assert.Equal(first.Count, first.Select(record => record.Key).Distinct(StringComparer.Ordinal).Count());
            Assert.Equal(first.Count, (await Connector().Count(Context(), name, Ct)).Value);
            Assert.True(first.Count > 2 * PageSize, $"{name}: {first.Count} records are too few to prove paging.");
        }
    }

    [Fact]
    public async Task Keys_fit_document_ids_and_the_canonical_record_carries_them()
    {
        foreach (var name in Objects(ConnectorCapabilities.Read))
        {
            var mapper = Mapper(name);
            foreach (var record in await ReadAll(name, PageSize))
            {
                Assert.DoesNotContain(record.Key, character => character is '/' or '\\' or '?' or '#');
                Assert.Equal(record.Key, (string?)(await Canonical(mapper, record))["id"]);
                Assert.DoesNotContain("\"__", record.Raw.ToJsonString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_page_read_twice_from_the_same_state_is_the_same_page()
    {
        foreach (var name in Objects(ConnectorCapabilities.Read))
        {
            var first = (await Connector().FetchNext(Context(), name, null, PageSize, Ct)).Value;
            Assert.True(first.HasMore);
            var one = (await Connector().FetchNext(Context(), name, first.State, PageSize, Ct)).Value;
            var two = (await Connector().FetchNext(Context(), name, first.State, PageSize, Ct)).Value;
            Assert.Equal(one.Records.Select(record => record.Key), two.Records.Select(record => record.Key));
            Assert.Empty(
                one.Records.Select(record => record.Key).Intersect(first.Records.Select(record => record.Key))
            );
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("{\"next\":\"https://evil.example/\"}")]
    [InlineData("[1,2")]
    public async Task A_state_that_is_none_is_refused_with_a_clear_error(string state)
    {
        foreach (var name in Objects(ConnectorCapabilities.Read))
        {
            var error = Failed(await Connector().FetchNext(Context(), name, state, PageSize, Ct));
            Assert.Equal((ErrorKind.Permanent, "state-invalid"), (error.Kind, error.Code));
        }
    }

    [Fact]
    public async Task An_object_that_does_not_exist_is_not_supported()
    {
        var connector = Connector();
        var write = new RecordWrite("noSuchObject", "1", new JsonObject { ["name"] = "x" }, "x");
        Assert.Equal(
            ErrorKind.NotSupported,
            Failed(await connector.FetchNext(Context(), write.ObjectName, null, 1, Ct)).Kind
        );
        Assert.Equal(ErrorKind.NotSupported, Failed(await connector.Count(Context(), write.ObjectName, Ct)).Kind);
        Assert.Equal(ErrorKind.NotSupported, Failed(await connector.Update(Context(), write, Ct)).Kind);
    }

    [Fact]
    public async Task What_is_not_declared_is_not_supported()
    {
        var skipped = true;
        foreach (var described in Connector().Descriptor.Objects)
        {
            if (!described.Capabilities.HasFlag(ConnectorCapabilities.Update))
            {
                skipped = false;
                var write = new RecordWrite(described.Name, "1", new JsonObject { ["name"] = "x" }, "x");
                Assert.Equal(ErrorKind.NotSupported, Failed(await Connector().Update(Context(), write, Ct)).Kind);
            }
        }
        Assert.SkipWhen(skipped, "Every object can be changed, or there is none.");
    }

    [Fact]
    public async Task A_change_over_the_version_that_was_read_is_made_and_seen_by_the_next_read()
    {
        foreach (var name in Objects(ConnectorCapabilities.Update))
        {
            var record = (await Connector().FetchNext(Context(), name, null, 3, Ct)).Value.Records[1];
            var fields = Change(name);
            var outcome = (await Connector().Update(Context(), Write(name, record, fields), Ct)).Value;

            var after = (await Connector().FetchNext(Context(), name, null, 3, Ct)).Value.Records[1];
            Assert.Equal((record.Key, outcome.ETag), (after.Key, after.ETag));
            Assert.NotEqual(record.ETag, after.ETag);
            var canonical = await Canonical(Mapper(name), after);
            Assert.All(
                fields,
                field => Assert.Equal(field.Value!.ToJsonString(), canonical[field.Key]!.ToJsonString())
            );
        }
    }

    [Fact]
    public async Task A_change_over_an_old_version_is_refused_and_not_made()
    {
        foreach (var name in Objects(ConnectorCapabilities.Update))
        {
            var record = (await Connector().FetchNext(Context(), name, null, 3, Ct)).Value.Records[2];
            Assert.Null((await Connector().Update(Context(), Write(name, record, Change(name)), Ct)).Error);
            var before = (await Connector().FetchNext(Context(), name, null, 3, Ct)).Value.Records[2];

            var other = new JsonObject { [Change(name).First().Key] = "Another value" };
            var error = Failed(await Connector().Update(Context(), Write(name, record, other), Ct));

            Assert.Equal(ErrorKind.Permanent, error.Kind);
            Assert.EndsWith("-etag-mismatch", error.Code, StringComparison.Ordinal);
            var after = (await Connector().FetchNext(Context(), name, null, 3, Ct)).Value.Records[2];
            Assert.Equal(before.ETag, after.ETag);
        }
    }

    [Fact]
    public async Task A_change_that_is_repeated_is_made_once()
    {
        foreach (var name in Objects(ConnectorCapabilities.Update))
        {
            var record = (await Connector().FetchNext(Context(), name, null, 4, Ct)).Value.Records[3];
            Assert.Null((await Connector().Update(Context(), Write(name, record, Change(name)), Ct)).Error);
            var before = (await Connector().FetchNext(Context(), name, null, 4, Ct)).Value.Records[3];

            // The answer to the first was lost: the writer still holds the old version.
            Assert.Null((await Connector().Update(Context(), Write(name, record, Change(name)), Ct)).Error);

            var after = (await Connector().FetchNext(Context(), name, null, 4, Ct)).Value.Records[3];
            Assert.Equal(before.ETag, after.ETag);
        }
    }

    [Fact]
    public async Task An_unknown_field_and_an_unknown_record_are_named()
    {
        foreach (var name in Objects(ConnectorCapabilities.Update))
        {
            var record = (await Connector().FetchNext(Context(), name, null, 1, Ct)).Value.Records[0];
            var error = Failed(
                await Connector().Update(Context(), Write(name, record, new() { ["favouriteColour"] = "blue" }), Ct)
            );
            Assert.Equal((ErrorKind.Validation, "/favouriteColour"), (error.Kind, error.Pointer));

            var missing = Write(name, record, Change(name)) with { Key = "987654321" };
            error = Failed(await Connector().Update(Context(), missing, Ct));
            Assert.Equal(ErrorKind.Permanent, error.Kind);
        }
    }

    [Fact]
    public async Task A_posting_that_is_repeated_gives_the_document_of_its_first_attempt()
    {
        foreach (var name in Objects(ConnectorCapabilities.Post))
        {
            var posting = Posting(Context(), await ReadAll(name, PageSize));
            var first = (await Connector().Post(Context(), posting, Ct)).Value;
            var second = (await Connector().Post(Context(), posting, Ct)).Value;

            Assert.False(first.AlreadyThere);
            Assert.Equal(first with { AlreadyThere = true }, second);
            var open = (await ReadAll(name, PageSize)).Select(record => record.Key);
            Assert.Empty(open.Intersect(posting.Lines.Select(line => line.OpenItemKey)));
        }
    }

    [Fact]
    public async Task A_posting_into_a_closed_period_is_a_validation_error_and_posts_nothing()
    {
        foreach (var name in Objects(ConnectorCapabilities.Post))
        {
            var posting = Posting(Context(), await ReadAll(name, PageSize)) with { Reference = "CLOSEDPERIOD" };
            var closed = posting with { PostingDate = posting.PostingDate.AddYears(-10) };
            var error = Failed(await Connector().Post(Context(), closed, Ct));
            Assert.Equal((ErrorKind.Validation, "/postingDate"), (error.Kind, error.Pointer));
            Assert.EndsWith("-closed-period", error.Code, StringComparison.Ordinal);

            Assert.False((await Connector().Post(Context(), posting, Ct)).Value.AlreadyThere);
        }
    }

    protected async Task<IReadOnlyList<SourceRecord>> ReadAll(string name, int pageSize)
    {
        var records = new List<SourceRecord>();
        string? state = null;
        for (var pages = 0; pages < 1000; pages++)
        {
            // A new instance for each page, as after a restart.
            var page = (await Connector().FetchNext(Context(), name, state, pageSize, Ct)).Value;
            records.AddRange(page.Records);
            if (!page.HasMore)
            {
                return records;
            }
            state = page.State;
        }
        throw new InvalidOperationException($"{name} has no last page.");
    }

    /// <summary>What the connector's own mapping does with records of an object.</summary>
    protected RecordMapper Mapper(string name)
    {
        var own = Connector().Descriptor.Objects.Single(item => item.Name == name).Mapping;
        Assert.NotNull(own);
        var (mapping, errors) = CompiledMapping.Compile(own);
        Assert.Empty(errors);
        return RecordMapper.By(mapping!, 0, "own");
    }

    /// <summary>The record in its canonical model, without a fault.</summary>
    protected static async Task<JsonObject> Canonical(RecordMapper mapper, SourceRecord record)
    {
        var mapped = await mapper.Map(record.Key, record.Raw);
        Assert.Empty(mapped.Faults);
        Assert.Null(mapped.Withheld);
        return mapped.Canonical;
    }

    protected ConnectorContext With(string setting, string value)
    {
        var context = Context();
        context.Settings[setting] = value;
        return context;
    }

    /// <summary>The error, which must not hold a secret.</summary>
    protected IntegrationError Failed<T>(Result<T> result)
    {
        Assert.NotNull(result.Error);
        foreach (var secret in Secrets())
        {
            Assert.DoesNotContain(
                (string)Context().Settings[secret]!,
                result.Error.ToString(),
                StringComparison.Ordinal
            );
        }
        return result.Error;
    }

    private static RecordWrite Write(string name, SourceRecord record, JsonObject fields) =>
        new(name, record.Key, fields, record.ETag!);

    private IEnumerable<string> Secrets() =>
        Connector().Descriptor.SettingsSchema["properties"]!
            .AsObject()
            .Where(property => property.Value!["writeOnly"] is JsonValue flag && flag.GetValue<bool>())
            .Select(property => property.Key);

    private List<string> Objects(ConnectorCapabilities needed)
    {
        var descriptor = Connector().Descriptor;
        var names = descriptor
            .Objects.Where(described => described.Capabilities.HasFlag(needed))
            .Select(described => described.Name)
            .ToList();
        Assert.SkipWhen(names.Count == 0, $"{descriptor.Name} declares no object with the capability {needed}.");
        return names;
    }
}
