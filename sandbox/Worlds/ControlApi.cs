using System.Globalization;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationFunctions.Sandbox.Worlds;

/// <summary>The endpoints that make worlds and move things in them.</summary>
internal static class ControlApi
{
    public static void Map(RouteGroupBuilder sandbox)
    {
        sandbox.MapGet("", (WorldRegistry worlds) => Json(worlds.All.Select(Summary).ToArray()));
        sandbox.MapGet(
            "/{world}",
            (string world, WorldRegistry worlds) =>
                worlds.Find(world) is { } found ? Json(Summary(found)) : NoWorld(world)
        );
        sandbox.MapPut("/{world}", Create);
        sandbox.MapPost("/{world}/sap/changes", Change);
    }

    public static IResult NoWorld(string name) =>
        Results.Problem(
            $"There is no world '{name}'. Create it: PUT /sandbox/{name} with {{\"records\":1000,\"seed\":1}}.",
            statusCode: StatusCodes.Status404NotFound,
            title: "No such world"
        );

    private static async Task<IResult> Create(string world, HttpRequest request, WorldRegistry worlds)
    {
        var (wanted, problem) = await ControlBody.Read(request, ControlJson.Default.WorldRequest);
        if (problem is not null)
        {
            return problem;
        }
        if (!WorldDefinition.IsName(world))
        {
            return Bad($"The name of a world has 1 to 40 characters of a-z, 0-9 and '-'; '{world}' is not one.");
        }
        if (wanted!.Records is not (>= WorldDefinition.MinRecords and <= WorldDefinition.MaxRecords))
        {
            var given = wanted.Records?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
            return Bad($"'records' is {given}; give a whole number from 10 to 1000000.");
        }
        var seed = wanted.Seed ?? 1;
        var (found, created) = worlds.GetOrCreate(world, wanted.Records.Value, seed);
        var definition = found.Definition;
        if (definition.Records != wanted.Records || definition.Seed != seed)
        {
            return Results.Problem(
                $"World '{world}' exists with records {definition.Records} and seed {definition.Seed}. Take these values or another name.",
                statusCode: StatusCodes.Status409Conflict,
                title: "World exists with other values"
            );
        }
        return Json(Summary(found), created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Change(
        string world,
        HttpRequest request,
        WorldRegistry worlds,
        TimeProvider time
    )
    {
        if (worlds.Find(world) is not { } found)
        {
            return NoWorld(world);
        }
        var (wanted, problem) = await ControlBody.Read(request, ControlJson.Default.ChangeRequest);
        if (problem is not null)
        {
            return problem;
        }
        if (wanted!.Tag is not { Length: > 0 and <= 200 })
        {
            return Bad(
                "'tag' is missing: give 1 to 200 characters that name this change; a repeat with the same tag changes nothing."
            );
        }
        if (!(wanted.Count >= 1 && wanted.Count <= found.Definition.Partners))
        {
            return Bad(
                $"'count' must be a whole number from 1 to {found.Definition.Partners}, the partners of this world."
            );
        }
        return Results.Json(
            new ChangeAnswer(OfficeWork.Change(found, wanted.Count.Value, wanted.Tag, time)),
            ControlJson.Default.ChangeAnswer
        );
    }

    private static WorldSummary Summary(World world) =>
        new(
            world.Definition.Name,
            world.Definition.Records,
            world.Definition.Seed,
            world.Definition.CreatedOn,
            world.Definition.Partners,
            world.Definition.OpenItems,
            world.Clearings.Count,
            world.Journal.Count,
            world.Payments.Count,
            world.DuplicatePayments,
            [world.Account],
            world.Payments.Values.Sum(p => p.Total).ToString("0.00", CultureInfo.InvariantCulture)
        );

    private static IResult Bad(string detail) =>
        Results.Problem(detail, statusCode: StatusCodes.Status400BadRequest, title: "Can't do that");

    private static IResult Json(WorldSummary summary, int status = StatusCodes.Status200OK) =>
        Results.Json(summary, ControlJson.Default.WorldSummary, statusCode: status);

    private static IResult Json(WorldSummary[] summaries) =>
        Results.Json(summaries, ControlJson.Default.WorldSummaryArray);
}

internal sealed record WorldRequest(int? Records, long? Seed);

internal sealed record ChangeRequest(int? Count, string? Tag);

internal sealed record ChangeAnswer(string[] Changed);

internal sealed record WorldSummary(
    string Name,
    int Records,
    long Seed,
    DateOnly CreatedOn,
    int BusinessPartners,
    int OpenItems,
    int OpenItemsCleared,
    int JournalEntries,
    int PaymentMessages,
    long DuplicatePaymentMessagesRefused,
    OwnAccount[] Accounts,
    string TotalPaid
);

[JsonSerializable(typeof(WorldRequest))]
[JsonSerializable(typeof(ChangeRequest))]
[JsonSerializable(typeof(ChangeAnswer))]
[JsonSerializable(typeof(WorldSummary))]
[JsonSerializable(typeof(WorldSummary[]))]
[JsonSerializable(typeof(OwnAccount[]))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class ControlJson : JsonSerializerContext;
