using System.Globalization;
using IntegrationFunctions.Connectors.SapS4Hana.OData;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.SapS4Hana;

/// <summary>Asks the system for its own count.</summary>
internal static class Count
{
    public static async Task<Result<long>> Run(
        SapSettings settings,
        ODataClient client,
        SapObject source,
        CancellationToken ct
    )
    {
        var filter = source.Filter(settings) is { } text ? $"?$filter={Uri.EscapeDataString(text)}" : "";
        var address = new Uri(settings.Service(source.Service), $"{source.EntitySet}/$count{filter}");
        if (!(await client.GetText(address, "text/plain", ct)).TryGet(out var answer, out var error))
        {
            return error;
        }
        return long.TryParse(
            answer.Trim('\uFEFF', ' ', '\r', '\n'),
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var count
        )
            ? count
            : SapErrors.Unexpected(address, "something that is not a number");
    }
}
