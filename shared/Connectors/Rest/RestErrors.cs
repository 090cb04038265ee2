using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Errors that several verbs have.</summary>
internal static class RestErrors
{
    public static IntegrationError NoSuchObject(RestDefinition definition, string name) =>
        new(
            ErrorKind.NotSupported,
            "object-not-supported",
            $"{definition.Title} has no object '{name}' here; there are {string.Join(", ", definition.Objects.Select(item => item.Name))}."
        );

    public static IntegrationError NotOffered(string name, string what) =>
        new(ErrorKind.NotSupported, "verb-not-supported", $"For {name} {what} is not offered.");

    public static IntegrationError StateInvalid() =>
        new(
            ErrorKind.Permanent,
            "state-invalid",
            "The paging state was not made by this connector for this integration; start the pass again from the first page."
        );

    public static IntegrationError Unexpected(Uri address, string what) =>
        new(
            ErrorKind.Permanent,
            "rest-unexpected-answer",
            $"{address.Host}:{address.Port} answered {address.AbsolutePath} with {what}. Compare the connector's definition with what the service sends."
        );

    public static IntegrationError Expression(string pointer, string message) =>
        new(ErrorKind.Validation, "rest-expression", $"The definition's expression at {pointer} failed: {message}");

    public static IntegrationError ETagMismatch() =>
        new(
            ErrorKind.Permanent,
            "rest-etag-mismatch",
            "The record was changed at the source after it was read. Read it again, then decide anew."
        );
}
