using System.Text.Json.Serialization;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationFunctions.Sandbox.Bank;

/// <summary>The virtual bank's door.</summary>
internal static class BankApi
{
    private const string Token = "sandbox-bank-token";

    public static void Map(RouteGroupBuilder sandbox)
    {
        var bank = sandbox.MapGroup("/{world}/bank").AddEndpointFilter(SignIn);
        bank.MapGet(
            "/accounts",
            (string world, WorldRegistry worlds) =>
                Results.Json(new[] { worlds.Find(world)!.Account }, ControlJson.Default.OwnAccountArray)
        );
        bank.MapPost("/payments", PaymentIntake.Handle);
        bank.MapGet("/payments/{messageId}/status", Status);
        bank.MapGet("/accounts/{iban}/statement", Statement);
    }

    public static IResult Refuse(int status, string title, string detail) =>
        Results.Problem(detail, statusCode: status, title: title);

    private static async ValueTask<object?> SignIn(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var name = (string)http.GetRouteValue("world")!;
        var worlds = (WorldRegistry)http.RequestServices.GetService(typeof(WorldRegistry))!;
        if (worlds.Find(name) is null)
        {
            return ControlApi.NoWorld(name);
        }
        if (http.Request.Headers.Authorization == $"Bearer {Token}")
        {
            return await next(context);
        }
        http.Response.Headers.WWWAuthenticate = "Bearer realm=\"sandbox-bank\"";
        return Refuse(401, "Not signed in", "Send the bank's access token as Authorization: Bearer.");
    }

    private static IResult Status(string world, string messageId, WorldRegistry worlds, TimeProvider time)
    {
        // Routing leaves an escaped slash as it is, and identifiers of messages may hold one.
        var id = messageId.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        return worlds.Find(world)!.Payments.TryGetValue(id, out var message)
            ? Xml(StatusReport.Write(message, time.GetUtcNow()))
            : Refuse(404, "Unknown message", $"No payment message with the id '{id}' was ever received.");
    }

    private static IResult Statement(string world, string iban, WorldRegistry worlds)
    {
        var found = worlds.Find(world)!;
        return iban == found.Account.Iban
            ? Xml(AccountStatement.Write(found.Definition, found.Account))
            : Refuse(404, "Unknown account", $"There is no account '{iban}' here; GET accounts lists them.");
    }

    private static IResult Xml(byte[] document) => Results.Bytes(document, "application/xml");
}

internal sealed record PaymentReceipt(string MessageId, string Status);

[JsonSerializable(typeof(PaymentReceipt))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class BankJson : JsonSerializerContext;
