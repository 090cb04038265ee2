using System.Text;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Connectors.Rest.SignIn;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest.Calls;

/// <summary>Speaks HTTP with one system for the length of one verb.</summary>
internal sealed class RestClient(
    ConnectorContext context,
    RestDefinition definition,
    RestSettings settings,
    IAccessTokens tokens
)
{
    private readonly Authorise _authorise = new(context, definition, settings, tokens);

    public RestSettings Settings => settings;

    public string Connector => definition.Name;

    /// <summary>What no error may hold.</summary>
    public IEnumerable<string> Secrets => settings.Secrets.Concat(_authorise.Secrets);

    /// <summary>The request that a call describes.</summary>
    /// <param name="call">The call.</param>
    /// <param name="variables">What its texts may name.</param>
    /// <param name="method">The method where the call names none.</param>
    /// <param name="pointer">Where the call stands in the definition, for errors.</param>
    public Result<RestRequest> Build(RestCall call, RestVariables variables, HttpMethod method, string pointer)
    {
        string? Value(string name) => variables.Text(name) ?? settings.Text(name);
        var path = Template.Fill(call.Path, name => Value(name) is { } value ? Escape(value) : null);
        if (path is null || !Uri.TryCreate(settings.BaseAddress, path, out var address) || !IsBelowBase(address))
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "rest-path-invalid",
                $"The path '{call.Path}' leads nowhere below the base address with these values."
            );
        }
        var query = new List<KeyValuePair<string, string>>();
        foreach (var (name, text) in call.Query ?? new Dictionary<string, string>())
        {
            if (Template.Fill(text, Value) is { } value)
            {
                query.Add(new(name, value));
            }
        }
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, text) in call.Headers ?? new Dictionary<string, string>())
        {
            if (Template.Fill(text, Value) is { } value)
            {
                headers.Add(new(name, value));
            }
        }
        string? body = null;
        if (call.Body is { } expression)
        {
            if (
                !Expressions
                    .Evaluate(expression, variables.Input(settings.Open), $"{pointer}/body")
                    .TryGet(out body, out var error)
            )
            {
                return error;
            }
            body ??= "{}";
        }
        return new RestRequest(
            call.Method is null ? method : new HttpMethod(call.Method),
            address,
            query,
            headers,
            body
        );
    }

    /// <summary>Whether an address is of the system's own host and below its base address: only there secrets are sent.</summary>
    public bool IsBelowBase(Uri address) => SapS4Hana.OData.ODataText.IsWithin(address, settings.BaseAddress);

    /// <summary>The address without what authentication puts into it.</summary>
    public Uri Bare(Uri address) => _authorise.Bare(address);

    /// <summary>Sends it; an answer that is an error comes back as one.</summary>
    public async Task<Result<RestAnswer>> Send(
        RestRequest request,
        CancellationToken ct,
        bool isOfRecord = false,
        bool isWrite = false
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            using var message = Message(request);
            if (await _authorise.Apply(message, ct) is { } refused)
            {
                return refused;
            }
            var address = message.RequestUri!;
            try
            {
                using var response = await context.Http.SendAsync(message, ct);
                var body = await response.Content.ReadAsByteArrayAsync(ct);
                var answer = new RestAnswer(
                    request.Address,
                    response.StatusCode,
                    response.Headers,
                    response.Content.Headers.ContentType?.MediaType,
                    body
                );
                // A token may be taken back before its time; the next one is asked for once.
                if (attempt == 1 && response.StatusCode == System.Net.HttpStatusCode.Unauthorized && _authorise.Renew())
                {
                    continue;
                }
                return AnswerErrors.Find(answer, definition.Errors, isOfRecord) is { } error ? error : answer;
            }
            catch (Exception e) when (HttpFailure.Is(e, ct))
            {
                return HttpFailure.ToError(e, address, isWrite && message.Content is TrackedContent { Started: true });
            }
        }
    }

    private HttpRequestMessage Message(RestRequest request)
    {
        var query = string.Join(
            '&',
            request.Query.Select(p => $"{Uri.EscapeDataString(p.Key)}={Uri.EscapeDataString(p.Value)}")
        );
        var address =
            query.Length == 0
                ? request.Address
                : new UriBuilder(request.Address)
                {
                    Query = request.Address.Query.Length > 1 ? $"{request.Address.Query}&{query}" : query,
                }.Uri;
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.Accept.ParseAdd("application/json");
        foreach (var (name, text) in definition.Headers ?? new Dictionary<string, string>())
        {
            if (settings.Fill(text) is { } value)
            {
                Set(message, name, value);
            }
        }
        foreach (var (name, value) in request.Headers)
        {
            Set(message, name, value);
        }
        if (request.Body is { } body)
        {
            message.Content = new TrackedContent(Encoding.UTF8.GetBytes(body), "application/json");
        }
        return message;
    }

    private static void Set(HttpRequestMessage message, string name, string value)
    {
        message.Headers.Remove(name);
        message.Headers.TryAddWithoutValidation(name, value);
    }

    // "." and ".." are no names but ways up, escaped or not.
    private static string? Escape(string value) => value is "." or ".." ? null : Uri.EscapeDataString(value);
}

/// <summary>A request, before authentication.</summary>
internal sealed record RestRequest(
    HttpMethod Method,
    Uri Address,
    IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers,
    string? Body
);
