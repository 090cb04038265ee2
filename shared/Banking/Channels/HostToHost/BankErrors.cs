using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Channels.HostToHost;

/// <summary>Turns answers that are no success into errors.</summary>
internal static class BankErrors
{
    public static IntegrationError From(BankResponse response) =>
        response.Status switch
        {
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new(
                ErrorKind.SignInExpired,
                "bank-sign-in-refused",
                $"{response.Place} refuses the token. Ask the bank for a new one, or check that it covers this account."
            ),
            HttpStatusCode.NotFound => new(
                ErrorKind.Configuration,
                "bank-address-wrong",
                $"{response.Place} has nothing at {response.Address.AbsolutePath}. Check the address of the bank."
            ),
            HttpStatusCode.TooManyRequests => new(
                ErrorKind.RateLimited,
                "bank-rate-limited",
                $"{response.Place} asks for patience.",
                RetryAfter: response.RetryAfter
            ),
            HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError => new(
                ErrorKind.Transient,
                "bank-failing",
                $"{response.Place} failed with status {(int)response.Status}.",
                RetryAfter: response.RetryAfter
            ),
            >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest => new(
                ErrorKind.Configuration,
                "bank-redirected",
                $"{response.Place} sends requests on to another address. Set the final one as the address of the bank."
            ),
            _ => new(
                ErrorKind.Permanent,
                "bank-refused",
                $"{response.Place} refuses this with status {(int)response.Status}{Said(response)}."
            ),
        };

    public static IntegrationError Unexpected(BankResponse response, string what) =>
        new(
            ErrorKind.Permanent,
            "bank-unexpected-answer",
            $"{response.Place} answered {response.Address.AbsolutePath} with {what}."
        );

    /// <summary>What the bank says itself, led by a colon, or nothing.</summary>
    public static string Said(BankResponse response)
    {
        if (Json(response) is not JsonObject json)
        {
            return "";
        }
        var text = new[] { "detail", "message", "error", "title" }
            .Select(name => json[name] is JsonValue value && value.TryGetValue<string>(out var said) ? said : null)
            .FirstOrDefault(said => !string.IsNullOrWhiteSpace(said));
        return text is null ? "" : $": {(text.Length <= 300 ? text : text[..300] + "...").TrimEnd('.')}";
    }

    public static JsonNode? Json(BankResponse response)
    {
        try
        {
            return JsonNode.Parse(response.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
