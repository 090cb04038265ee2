using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Integrations;

internal static class IntegrationErrors
{
    public static IntegrationError NotFound(string id) =>
        new(ErrorKind.Permanent, "integration-not-found", $"There is no integration '{id}'.");

    public static IntegrationError Paused(Integration integration) =>
        new(
            ErrorKind.Permanent,
            "integration-paused",
            $"The integration '{integration.Name}' ({integration.Id}) is paused. Resume it first."
        );

    public static IntegrationError ConnectorUnknown(string connector, IEnumerable<string> known) =>
        new(
            ErrorKind.Configuration,
            "connector-unknown",
            $"There is no connector '{connector}'. There are: {string.Join(", ", known)}.",
            "/connector"
        );

    public static IntegrationError VersionMismatch(Integration integration) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The integration was changed meanwhile: it is at version {integration.Version}. Read it again, and send your change with its ETag."
        );

    public static IntegrationError KeyReused(string id) =>
        new(
            ErrorKind.Permanent,
            "idempotency-key-reused",
            $"This Idempotency-Key made the integration '{id}' from another body. Send a new key with a new request."
        );

    public static IntegrationError Deleted(string id) =>
        new(
            ErrorKind.Permanent,
            "integration-deleted",
            $"This Idempotency-Key made the integration '{id}', which was deleted since. Send a new key to make another."
        );

    public static IntegrationError SecretsMissing(Integration integration) =>
        new(
            ErrorKind.Configuration,
            "integration-secrets-missing",
            $"The secret settings of '{integration.Name}' ({integration.Id}) are not in this installation, as after an import from another. "
                + $"Change the integration and give them again: {string.Join(", ", integration.Secrets)}."
        );

    public static IntegrationError Invalid(string pointer, string message) =>
        new(ErrorKind.Validation, "validation-failed", message, pointer);
}
