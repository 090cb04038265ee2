using System.Globalization;
using System.Text.Json.Nodes;
using IntegrationFunctions.Sandbox.Sap.Sets;
using IntegrationFunctions.Sandbox.Worlds;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IntegrationFunctions.Sandbox.Rest;

/// <summary>The world's records as this API shows them.</summary>
internal static class RestRecords
{
    /// <summary>Whether the request is about partners; else it is about invoices.</summary>
    public static bool IsPartners(HttpContext http) => (string?)http.GetRouteValue("set") == "partners";

    public static Task One(HttpContext http, World world)
    {
        var index = Find(http, world);
        var record = Of(http, world, index);
        if (IsPartners(http))
        {
            http.Response.Headers.ETag = ETagOf(world, index);
        }
        return RestApi.Write(http, record);
    }

    /// <summary>The record that the path names.</summary>
    public static int Find(HttpContext http, World world)
    {
        var id = (string)http.GetRouteValue("id")!;
        var index = IsPartners(http)
            ? BasePartner.IndexOf(id, world.Definition)
            : BaseOpenItem.IndexOf(id, world.Definition);
        return index >= 0 ? index : throw new RestException(404, "not-found", $"There is no record '{id}'.");
    }

    public static JsonObject Of(HttpContext http, World world, int index) =>
        IsPartners(http) ? Partner(world, index) : Invoice(world, index);

    public static string ETagOf(World world, int index) => Row(world, index).ETag!;

    /// <summary>When a record was changed last.</summary>
    public static DateTime ChangedAt(bool isPartner, World world, int index) =>
        isPartner
            ? (DateTime)Row(world, index)["LastChangeDate"]! + (TimeSpan)Row(world, index)["LastChangeTime"]!
            : PartnerRow.Midnight(world.OpenItem(index).PostingDate);

    private static PartnerRow Row(World world, int index) =>
        new(world.Partner(index), world.PartnerChanges.GetValueOrDefault(index));

    private static JsonObject Partner(World world, int index)
    {
        var (partner, row) = (world.Partner(index), Row(world, index));
        return new JsonObject
        {
            ["id"] = partner.Number,
            ["name"] = row.Name,
            ["roles"] = new JsonArray(partner.IsSupplier ? "supplier" : "customer"),
            ["language"] = (string)row["CorrespondenceLanguage"]!,
            ["blocked"] = (bool)row["BusinessPartnerIsBlocked"]!,
            ["bank"] = new JsonObject { ["iban"] = partner.Iban, ["bic"] = partner.Bic },
            ["updatedAt"] = ChangedAt(true, world, index)
                .ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["etag"] = row.ETag,
            ["_links"] = new JsonObject { ["self"] = $"partners/{partner.Number}" },
        };
    }

    private static JsonObject Invoice(World world, int index)
    {
        var item = world.OpenItem(index);
        var partner = item.Partner;
        return new JsonObject
        {
            ["id"] = item.Document,
            ["type"] = item.IsPayable ? "purchase" : "sale",
            ["number"] = item.Reference,
            ["partner"] = new JsonObject { ["id"] = partner.Number, ["name"] = Row(world, partner.Index).Name },
            ["open"] = item.Amount,
            ["currency"] = item.Currency,
            ["date"] = Day(item.PostingDate),
            ["due"] = Day(item.DueDate),
            ["reference"] = item.PaymentReference,
            ["_links"] = new JsonObject { ["self"] = $"invoices/{item.Document}" },
        };
    }

    private static string Day(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
