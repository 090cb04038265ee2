using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata;
using IntegrationFunctions.Mapping.Jsonata.Errors;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>What a schema can't say about a definition: placeholders exist, paths stay below the base address, JSONata and mappings compile.</summary>
internal sealed class CheckDefinition(RestDefinition definition)
{
    private static readonly string[] OfPages = ["page", "offset", "size", "cursor"];
    private static readonly string[] OfRecords = ["key", "key1", "key2", "key3", "etag"];
    private static readonly string[] OfChanges = ["since"];

    private readonly List<IntegrationError> _errors = [];
    private readonly SettingNames _settings = new(definition.Settings);

    public IReadOnlyList<IntegrationError> Run()
    {
        _errors.AddRange(_settings.Check());
        BaseAddress();
        new CheckAuthentication(definition.Authentication, this).Run();
        Texts(definition.Headers, "/headers", []);
        Paths(
            "/errors",
            ("present", definition.Errors?.Present),
            ("code", definition.Errors?.Code),
            ("message", definition.Errors?.Message),
            ("field", definition.Errors?.Field)
        );
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < definition.Objects.Count; i++)
        {
            if (!names.Add(definition.Objects[i].Name))
            {
                Wrong($"/objects/{i}/name", $"Two objects are called '{definition.Objects[i].Name}'.");
            }
            Object(definition.Objects[i], $"/objects/{i}");
        }
        return _errors;
    }

    /// <summary>Checks the placeholders of a text.</summary>
    /// <param name="text">The text; null is none.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="variables">What it may name beside settings.</param>
    /// <param name="maySecret">Whether it may hold secrets: what goes into addresses may not.</param>
    /// <param name="mustBeThere">Whether what it names must be in every settings.</param>
    public void Text(string? text, string pointer, string[] variables, bool maySecret = true, bool mustBeThere = false)
    {
        foreach (var name in Template.Names(text ?? ""))
        {
            if (variables.Contains(name, StringComparer.Ordinal))
            {
                continue;
            }
            if (!_settings.All.Contains(name))
            {
                var known = string.Join(", ", variables.Concat(_settings.All).Select(n => $"{{{n}}}"));
                Wrong(pointer, $"There is no setting '{name}' that {{{name}}} could stand for. There are: {known}.");
            }
            else if (!maySecret && _settings.Secrets.Contains(name))
            {
                Wrong(
                    pointer,
                    $"'{name}' is a secret and must not be part of an address: addresses are logged. Use 'authentication', or a header."
                );
            }
            else if (mustBeThere && !_settings.Required.Contains(name))
            {
                Wrong(
                    pointer,
                    $"The setting '{name}' must be among the required ones, for an address can't do without it."
                );
            }
        }
    }

    public void Wrong(string pointer, string message) => _errors.Add(ReadDefinition.Wrong(pointer, message));

    private void BaseAddress()
    {
        const string at = "/baseAddress";
        Text(definition.BaseAddress, at, [], maySecret: false, mustBeThere: true);
        var isSetting = definition.BaseAddress.StartsWith('{');
        var probe = Template.Fill(
            definition.BaseAddress,
            name =>
                isSetting && definition.BaseAddress.StartsWith($"{{{name}}}", StringComparison.Ordinal)
                    ? "https://x.example"
                    : "x"
        );
        if (
            !Uri.TryCreate(probe, UriKind.Absolute, out var address)
            || address.Scheme != Uri.UriSchemeHttps
            || address.Query.Length > 0
            || address.Fragment.Length > 0
            || address.UserInfo.Length > 0
        )
        {
            Wrong(
                at,
                "The base address must be https://..., without query, fragment and user, or begin with a {setting} that holds such an address."
            );
        }
    }

    private void Object(RestObject item, string at)
    {
        for (var i = 0; i < item.Key.Count; i++)
        {
            Paths(at, ($"key/{i}", item.Key[i]));
        }
        Paths(at, ("etag", item.ETag), ("money/amount", item.Money?.Amount), ("money/currency", item.Money?.Currency));
        Text(item.Money?.DefaultCurrency, $"{at}/money/defaultCurrency", [], maySecret: false);
        if (item.Money is { Currency: null, DefaultCurrency: null })
        {
            Wrong($"{at}/money", "An amount needs 'currency', 'defaultCurrency', or both.");
        }
        Read(item.Read, $"{at}/read");
        Count(item, $"{at}/count");
        if (item.One is { } one)
        {
            Call(one, $"{at}/one", OfRecords);
            Paths($"{at}/one", ("record", one.Record));
        }
        if (item.Update is { } update)
        {
            Write(update, $"{at}/update", OfRecords);
            if (item.ETag is null)
            {
                Wrong(
                    $"{at}/update",
                    "An object whose records can be changed needs 'etag', or changes would overwrite each other."
                );
            }
            if (item.Mapping is null)
            {
                Wrong(
                    $"{at}/update",
                    "An object whose records can be changed needs 'mapping': a change speaks of canonical fields."
                );
            }
        }
        if (item.Create is { } create)
        {
            Write(create, $"{at}/create", []);
        }
        if (item.Delete is { } delete)
        {
            Call(delete, $"{at}/delete", OfRecords);
        }
        if (item.Mapping is { } mapping)
        {
            _errors.AddRange(
                CompiledMapping
                    .Compile(mapping)
                    .Errors.Select(error =>
                        error with
                        {
                            Code = ReadDefinition.Code,
                            Pointer = $"{at}/mapping{error.Pointer}",
                        }
                    )
            );
        }
    }

    private void Write(RestWrite write, string at, string[] variables)
    {
        Call(write, at, variables);
        Paths(at, ("record", write.Record));
        if (write.Body is null)
        {
            Wrong(at, "A write needs 'body', JSONata that makes the request's body of 'fields'.");
        }
    }

    private void Read(RestRead read, string at)
    {
        Call(read, at, read.ChangedSince is null ? OfPages : [.. OfPages, .. OfChanges]);
        Paths(at, ("records", read.Records));
        Expression(read.Select, $"{at}/select");
        if (read is { Records: not null, Select: not null })
        {
            Wrong(at, "Give 'records' or 'select', not both.");
        }
        Texts(read.ChangedSince?.Query, $"{at}/changedSince/query", [.. OfPages, .. OfChanges], maySecret: false);
        Texts(read.ChangedSince?.Headers, $"{at}/changedSince/headers", OfChanges);
        var paging = read.Paging;
        Paths(
            $"{at}/paging",
            ("next", paging.Next),
            ("nextOfLast", paging.NextOfLast),
            ("more", paging.More),
            ("total", paging.Total)
        );
        if (paging.Style == RestPageStyle.Cursor && (paging.Next is null) == (paging.NextOfLast is null))
        {
            Wrong(
                $"{at}/paging",
                "Pages by cursor need 'next', the path of the next cursor, or 'nextOfLast', and not both."
            );
        }
        var variable = paging.Style switch
        {
            RestPageStyle.Page => "page",
            RestPageStyle.Offset => "offset",
            RestPageStyle.Cursor => "cursor",
            _ => null,
        };
        if (
            variable is not null
            && paging.Parameter is null
            && read.Body is null
            && !Names(read).Contains(variable, StringComparer.Ordinal)
        )
        {
            Wrong(
                $"{at}/paging",
                $"Nothing says which page is meant: give 'parameter', or use {{{variable}}} in the query."
            );
        }
    }

    private void Count(RestObject item, string at)
    {
        var count = item.Count;
        Paths(at, ("total", count.Total));
        if (count.Call is { } call)
        {
            Call(call, $"{at}/call", []);
        }
        if (
            count.ByPages
                ? count.Call is not null || count.Total is not null
                : count.Call is null && count.Total is null
        )
        {
            Wrong(
                at,
                "Say how records are counted: 'total' (a path of a page), 'call' with or without 'total', or 'byPages' alone where the system has no count."
            );
        }
    }

    private void Call(RestCall call, string at, string[] variables)
    {
        Text(call.Path, $"{at}/path", variables, maySecret: false, mustBeThere: true);
        if (
            call.Path.StartsWith('/')
            || call.Path.Contains("://", StringComparison.Ordinal)
            || call.Path.IndexOfAny(['?', '#', '\\']) >= 0
            || call.Path.Split('/').Contains("..", StringComparer.Ordinal)
        )
        {
            Wrong(
                $"{at}/path",
                $"'{call.Path}' must stay below the base address: no slash at the beginning, no host, no '..', and parameters under 'query'."
            );
        }
        Texts(call.Query, $"{at}/query", variables, maySecret: false);
        Texts(call.Headers, $"{at}/headers", variables);
        Expression(call.Body, $"{at}/body");
    }

    private void Texts(IReadOnlyDictionary<string, string>? texts, string at, string[] variables, bool maySecret = true)
    {
        foreach (var (name, text) in texts ?? new Dictionary<string, string>())
        {
            Text(text, $"{at}/{name}", variables, maySecret);
        }
    }

    private void Paths(string at, params ReadOnlySpan<(string Name, string? Path)> paths)
    {
        foreach (var (name, path) in paths)
        {
            if (path is not null && FieldNames.Parse(path) is null)
            {
                Wrong(
                    $"{at}/{name}",
                    $"'{path}' is no path: names with points between them, with backticks around a name that holds a point."
                );
            }
        }
    }

    private void Expression(string? text, string pointer)
    {
        if (text is null)
        {
            return;
        }
        try
        {
            JsonataExpression.Compile(text);
        }
        catch (JsonataException error)
        {
            Wrong(pointer, $"{error.Message} ({error.Code} at character {error.Position ?? 0})");
        }
    }

    private static IEnumerable<string> Names(RestRead read) =>
        (read.Query?.Values ?? []).Append(read.Path).Concat(read.Headers?.Values ?? []).SelectMany(Template.Names);
}
