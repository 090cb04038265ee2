using System.Net.Sockets;
using System.Text;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>Sends bytes that no HTTP library would send, and says what the server answered before it closed or fell silent.</summary>
internal static class RawHttp
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Everything that came back; a request should ask for the connection to be closed.</summary>
    public static async Task<string> Send(Uri address, string request)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, stop.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), stop.Token);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        try
        {
            return await reader.ReadToEndAsync(stop.Token);
        }
        catch (IOException)
        {
            // Reset by the server: it wanted no more of this.
            return "";
        }
    }

    /// <summary>The status of each answer in a stream of answers.</summary>
    public static IReadOnlyList<int> Statuses(string answers) =>
        [
            .. answers
                .Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries)
                .Where(part => part.Length > 3 && int.TryParse(part.AsSpan(0, 3), out _))
                .Select(part => int.Parse(part.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture)),
        ];
}
