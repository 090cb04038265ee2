using IntegrationFunctions.Connectors.Rest.Calls;
using IntegrationFunctions.Connectors.Rest.Definition;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Rest;

/// <summary>Checks address, sign-in, and the right to read each object, changing nothing.</summary>
internal static class Verify
{
    public static async Task<Result<ConnectionReport>> Run(
        RestClient client,
        RestDefinition definition,
        CancellationToken ct
    )
    {
        foreach (var item in definition.Objects)
        {
            if ((await FetchNext.Run(client, item, null, null, 1, ct)).Error is { } error)
            {
                return error;
            }
        }
        var address = client.Settings.BaseAddress;
        return new ConnectionReport(
            $"{definition.Title} at {address.Host}:{address.Port}",
            ["The sign-in is accepted.", .. definition.Objects.Select(item => $"{item.Title} can be read.")]
        );
    }
}
