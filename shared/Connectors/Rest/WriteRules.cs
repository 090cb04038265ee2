using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>What holds for all writes.</summary>
internal static class WriteRules
{
    /// <summary>Why these fields can't be written; null where they can.</summary>
    public static IntegrationError? Refusal(RestWrite call, string objectName, JsonObject fields)
    {
        if (fields.Count == 0)
        {
            return new(ErrorKind.Validation, "no-fields", "There is no field to write.");
        }
        var unknown = fields
            .Select(field => field.Key)
            .FirstOrDefault(name => !call.Fields.Contains(name, StringComparer.Ordinal));
        return unknown is null
            ? null
            : new(
                ErrorKind.Validation,
                "unknown-field",
                $"'{unknown}' is not a field of {objectName} that can be written here; these can: {string.Join(", ", call.Fields)}.",
                $"/{unknown.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"
            );
    }

    /// <summary>The parts of a key.</summary>
    public static Result<string[]> Keys(RestObject item, string key) =>
        RestKey.Parse(key, item.Key.Count) is { } keys
            ? keys
            : new IntegrationError(ErrorKind.Validation, "key-invalid", $"'{key}' is no key of {item.Name}.", "/key");

    /// <summary>The request with the version that it is over.</summary>
    public static RestRequest IfMatch(RestRequest request, string etag) =>
        request with
        {
            Headers = [.. request.Headers, new("If-Match", etag)],
        };

    /// <summary>The error; the system names its own fields, and only a field of ours is worth pointing to.</summary>
    public static IntegrationError OfOurs(IntegrationError error, JsonObject fields) =>
        error with
        {
            Pointer = error.Pointer is { } pointer && fields.ContainsKey(pointer[1..]) ? pointer : null,
        };
}
