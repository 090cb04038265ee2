using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Definition;

/// <summary>
/// A REST API as <see cref="RestConnector"/> speaks with it, described in JSON. Texts may hold <c>{setting}</c>, and in calls what belongs to
/// them: <c>{page}</c>, <c>{offset}</c>, <c>{size}</c>, <c>{cursor}</c>, <c>{since}</c>, <c>{key}</c>. Read and check it with <see cref="ReadDefinition"/>.
/// </summary>
public sealed record RestDefinition
{
    /// <summary>Address of the JSON Schema, for editors.</summary>
    [JsonPropertyName("$schema")]
    public string? Schema { get; init; }

    /// <summary>Kebab-case, stable: <c>xero</c>.</summary>
    public required string Name { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>What all paths are below: <c>https://api.xero.com/api.xro/2.0/</c>, <c>{baseUrl}</c>.</summary>
    public required string BaseAddress { get; init; }

    /// <summary>JSON Schema (draft 2020-12) of the settings, with titles in English (<c>title</c>) and French (<c>x-title-fr</c>); <c>writeOnly</c> marks secrets.</summary>
    public required JsonObject Settings { get; init; }

    /// <summary>How requests prove who sends them.</summary>
    public required RestAuthentication Authentication { get; init; }

    /// <summary>Headers of every request.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>How many requests the system takes; null: it says nothing.</summary>
    public RestBudget? Budget { get; init; }

    /// <summary>How errors are told; null: by their status alone.</summary>
    public RestErrorForm? Errors { get; init; }

    /// <summary>What can be read and written.</summary>
    public required IReadOnlyList<RestObject> Objects { get; init; }
}

/// <summary>How requests prove who sends them. Which members there must be depends on <see cref="Type"/>.</summary>
public sealed record RestAuthentication
{
    /// <summary>The kind.</summary>
    public required RestAuthenticationType Type { get; init; }

    /// <summary>apiKey: where the key goes.</summary>
    public RestKeyPlace? In { get; init; }

    /// <summary>apiKey: name of the header or of the query parameter.</summary>
    public string? Name { get; init; }

    /// <summary>apiKey: the key, <c>{apiKey}</c>.</summary>
    public string? Value { get; init; }

    /// <summary>basic: the user.</summary>
    public string? User { get; init; }

    /// <summary>basic: the password.</summary>
    public string? Password { get; init; }

    /// <summary>bearer: the token.</summary>
    public string? Token { get; init; }

    /// <summary>oauth2ClientCredentials: where tokens are given out (RFC 6749, section 4.4).</summary>
    public string? TokenAddress { get; init; }

    /// <summary>oauth2ClientCredentials: the client.</summary>
    public string? ClientId { get; init; }

    /// <summary>oauth2ClientCredentials: its secret.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>oauth2ClientCredentials: what is asked for, separated by blanks.</summary>
    public string? Scope { get; init; }

    /// <summary>oauth2ClientCredentials: the client's secret goes into the body and not into the header.</summary>
    public bool ClientInBody { get; init; }
}

/// <summary>Kinds of authentication.</summary>
public enum RestAuthenticationType
{
    /// <summary>A key in a header or a query parameter.</summary>
    [JsonStringEnumMemberName("apiKey")]
    ApiKey,

    /// <summary>User and password (RFC 7617).</summary>
    [JsonStringEnumMemberName("basic")]
    Basic,

    /// <summary>A token (RFC 6750).</summary>
    [JsonStringEnumMemberName("bearer")]
    Bearer,

    /// <summary>A token that is fetched with the client's credentials and kept until it expires.</summary>
    [JsonStringEnumMemberName("oauth2ClientCredentials")]
    OAuth2ClientCredentials,
}

/// <summary>Where an API key goes.</summary>
public enum RestKeyPlace
{
    /// <summary>A header.</summary>
    [JsonStringEnumMemberName("header")]
    Header,

    /// <summary>The query.</summary>
    [JsonStringEnumMemberName("query")]
    Query,
}

/// <summary>So many requests in so many seconds.</summary>
/// <param name="Requests">At least 1.</param>
/// <param name="Seconds">At least 1.</param>
public sealed record RestBudget(int Requests, int Seconds);

/// <summary>How errors are told in bodies. Paths are names with points between them; a number is a place in a list: <c>Fault.Error.0.code</c>.</summary>
public sealed record RestErrorForm
{
    /// <summary>What is there in an error alone, for systems that tell errors with status 200.</summary>
    public string? Present { get; init; }

    /// <summary>The system's code.</summary>
    public string? Code { get; init; }

    /// <summary>The system's text.</summary>
    public string? Message { get; init; }

    /// <summary>The field that the error is about.</summary>
    public string? Field { get; init; }

    /// <summary>What certain errors are; the first that fits counts, and else the status decides.</summary>
    public IReadOnlyList<RestErrorRule>? Rules { get; init; }
}

/// <summary>What an error is.</summary>
/// <param name="Kind">The kind, which decides about retries and who is told.</param>
/// <param name="Status">Only with this status.</param>
/// <param name="Code">Only with this code of the system.</param>
/// <param name="As">Our code, behind <c>rest-</c>: <c>etag-mismatch</c>; null: the kind's own.</param>
public sealed record RestErrorRule(ErrorKind Kind, int? Status = null, string? Code = null, string? As = null);
