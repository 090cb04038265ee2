using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Connectors.Rest.SignIn;
using IntegrationFunctions.Platform.Http.Budgets;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Speaks with any REST API that a definition describes. One instance serves all integrations of its kind; it keeps nothing but tokens.</summary>
public sealed class RestConnector : IConnector
{
    private readonly RestDefinition _definition;
    private readonly SettingNames _settingNames;
    private readonly IAccessTokens _tokens;

    /// <summary>A connector that does what the definition says.</summary>
    /// <param name="definition">The definition, checked or not.</param>
    /// <param name="clock">Says when tokens expire.</param>
    /// <param name="tokens">Gives access tokens; null: by client credentials.</param>
    /// <exception cref="ArgumentException">The definition is wrong; the message says all that is.</exception>
    public RestConnector(RestDefinition definition, TimeProvider clock, IAccessTokens? tokens = null)
    {
        if (new CheckDefinition(definition).Run() is { Count: > 0 } errors)
        {
            var all = string.Join(" ", errors.Select(error => $"{error.Pointer}: {error.Message}"));
            throw new ArgumentException($"The definition '{definition.Name}' is wrong. {all}", nameof(definition));
        }
        _definition = definition;
        _settingNames = new(definition.Settings);
        _tokens = tokens ?? new ClientCredentialTokens(clock);
        Descriptor = new(
            definition.Name,
            definition.Title,
            definition.Settings,
            [
                .. definition.Objects.Select(item => new ObjectDescriptor(
                    item.Name,
                    item.Title,
                    Capabilities(item),
                    item.Mapping is { } mapping ? mapping with { Version = 0 } : null
                )),
            ]
        );
    }

    /// <inheritdoc/>
    public ConnectorDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public RateBudget? Budget(JsonObject settings) =>
        _definition.Budget is { } budget ? new(budget.Requests, (double)budget.Requests / budget.Seconds) : null;

    /// <inheritdoc/>
    public Task<Result<ConnectionReport>> Verify(ConnectorContext context, CancellationToken ct) =>
        With(context, client => Rest.Verify.Run(client, _definition, ct));

    /// <inheritdoc/>
    public Task<Result<SourcePage>> FetchNext(
        ConnectorContext context,
        string objectName,
        string? state,
        int pageSize,
        CancellationToken ct
    ) => Fetch(context, objectName, null, state, pageSize, ct);

    /// <summary>
    /// As <see cref="FetchNext"/>, but only what was changed at <paramref name="since"/> or later, where the definition says how to ask for that;
    /// else <see cref="ErrorKind.NotSupported"/>. The state of its pages is of use here alone.
    /// </summary>
    public Task<Result<SourcePage>> FetchChanged(
        ConnectorContext context,
        string objectName,
        DateTimeOffset since,
        string? state,
        int pageSize,
        CancellationToken ct
    ) => Fetch(context, objectName, since, state, pageSize, ct);

    /// <inheritdoc/>
    public Task<Result<long>> Count(ConnectorContext context, string objectName, CancellationToken ct) =>
        With(context, objectName, (client, item) => Rest.Count.Run(client, item, ct));

    /// <inheritdoc/>
    public Task<Result<WriteOutcome>> Update(ConnectorContext context, RecordWrite write, CancellationToken ct) =>
        With(
            context,
            write.ObjectName,
            (client, item) =>
                item.Update is { } update
                    ? Rest.Update.Run(client, item, update, write, ct)
                    : Task.FromResult<Result<WriteOutcome>>(RestErrors.NotOffered(item.Name, "changing records"))
        );

    /// <summary>
    /// Makes a record of canonical fields, and answers with its key and version. It is made as often as this is called; where no answer comes,
    /// the error is <see cref="ErrorKind.UnknownOutcome"/>.
    /// </summary>
    public Task<Result<WriteOutcome>> Create(
        ConnectorContext context,
        string objectName,
        JsonObject fields,
        CancellationToken ct
    ) =>
        With(
            context,
            objectName,
            (client, item) =>
                item.Create is { } create
                    ? Rest.Create.Run(client, item, create, fields, ct)
                    : Task.FromResult<Result<WriteOutcome>>(RestErrors.NotOffered(item.Name, "making records"))
        );

    /// <summary>Deletes a record over the version that was read; one that is gone already is deleted too.</summary>
    public Task<Result<WriteOutcome>> Delete(
        ConnectorContext context,
        string objectName,
        string key,
        string? etag,
        CancellationToken ct
    ) =>
        With(
            context,
            objectName,
            (client, item) =>
                item.Delete is { } delete
                    ? Rest.Delete.Run(client, item, delete, key, etag, ct)
                    : Task.FromResult<Result<WriteOutcome>>(RestErrors.NotOffered(item.Name, "deleting records"))
        );

    /// <inheritdoc/>
    public Task<Result<PostedDocument>> Post(ConnectorContext context, DocumentPosting posting, CancellationToken ct) =>
        Task.FromResult<Result<PostedDocument>>(RestErrors.NotOffered(_definition.Title, "posting documents"));

    private Task<Result<SourcePage>> Fetch(
        ConnectorContext context,
        string objectName,
        DateTimeOffset? since,
        string? state,
        int pageSize,
        CancellationToken ct
    ) =>
        With(
            context,
            objectName,
            (client, item) =>
                since is not null && item.Read.ChangedSince is null
                    ? Task.FromResult<Result<SourcePage>>(RestErrors.NotOffered(item.Name, "asking for changes"))
                    : Rest.FetchNext.Run(client, item, since, state, pageSize, ct)
        );

    private Task<Result<T>> With<T>(
        ConnectorContext context,
        string objectName,
        Func<RestClient, RestObject, Task<Result<T>>> verb
    ) =>
        _definition.Objects.FirstOrDefault(item => item.Name == objectName) is { } found
            ? With(context, client => verb(client, found))
            : Task.FromResult<Result<T>>(RestErrors.NoSuchObject(_definition, objectName));

    private async Task<Result<T>> With<T>(ConnectorContext context, Func<RestClient, Task<Result<T>>> verb)
    {
        if (
            !(await RestSettings.Read(_definition, _settingNames, Descriptor, context.Settings)).TryGet(
                out var settings,
                out var error
            )
        )
        {
            return error;
        }
        var client = new RestClient(context, _definition, settings, _tokens);
        return (await verb(client)).Without([.. client.Secrets]);
    }

    private static ConnectorCapabilities Capabilities(RestObject item) =>
        ConnectorCapabilities.Read | (item.Update is null ? 0 : ConnectorCapabilities.Update);
}
