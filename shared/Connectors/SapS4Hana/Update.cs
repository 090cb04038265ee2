using System.Net;
using System.Text.Json.Nodes;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Changes a business partner over the version that was read.</summary>
internal static class Update
{
    public static async Task<Result<WriteOutcome>> Run(ODataClient client, RecordWrite write, CancellationToken ct)
    {
        if (SapKey.Parse(write.Key, 1) is not [var number])
        {
            return new IntegrationError(
                ErrorKind.Validation,
                "key-invalid",
                $"'{write.Key}' is no key of a business partner.",
                "/key"
            );
        }
        var service = client.Settings.Service(SapSettings.BusinessPartnerService);
        var address = new Uri(service, $"A_BusinessPartner({Uri.EscapeDataString(ODataText.Literal(number))})");
        // One request for three things: whether it is there, what it looks like now, and a token for the write.
        if (!(await client.Get(address, ct, fetchToken: true)).TryGet(out var read, out var error))
        {
            return error;
        }
        if (read.Json()?["d"] is not JsonObject record)
        {
            return ODataErrors.NotOData(read);
        }
        var (now, _) = ODataText.Clean(record);
        if (!UnmapBusinessPartner.ToSap(write.Fields, now).TryGet(out var fields, out var refused))
        {
            return refused;
        }
        var outcome = await client.Patch(service, address, fields, write.ETag, ct);
        if (outcome.Error is { } failed)
        {
            return failed.Kind == ErrorKind.Validation
                ? failed with
                {
                    Pointer = UnmapBusinessPartner.PointerTo(failed.Pointer ?? failed.Message, fields),
                }
                : failed;
        }
        return new WriteOutcome(write.Key, outcome.Value.Header("ETag") ?? await ReadETag(client, address, ct));
    }

    // The change is done whatever this answers: not knowing the new version only costs the next writer a read.
    private static async Task<string?> ReadETag(ODataClient client, Uri address, CancellationToken ct) =>
        (await client.Get(address, ct)).TryGet(out var response, out _)
        && response.Status == HttpStatusCode.OK
        && response.Json()?["d"] is JsonObject record
            ? ODataText.Clean(record).ETag
            : null;
}
