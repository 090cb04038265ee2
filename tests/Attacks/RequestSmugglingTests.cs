using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Tests.EndToEnd;

namespace IntegrationFunctions.Tests.Attacks;

/// <summary>
/// Requests whose end two servers could see in different places (RFC 9112, section 11.2). None may be answered as two, and the second never
/// as somebody else's.
/// </summary>
[Collection(PlatformCollection.Name)]
public sealed class RequestSmugglingTests(PlatformFixture platform)
{
    private const string Inner =
        "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {0}\r\nConnection: close\r\n\r\n";

    public static TheoryData<string> Shapes =>
        [
            "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "Content-Length: 0\r\nContent-Length: 90\r\n\r\n",
            "Content-Length: 0, 90\r\n\r\n",
            "Content-Length: -1\r\n\r\n",
            "Content-Length: 0x0\r\n\r\n",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\n0_0\r\n\r\n",
            "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n",
            "X: 1\r\n Content-Length: 0\r\n\r\n",
            "X: 1\nContent-Length: 90\r\n\r\n",
        ];

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task A_request_with_two_ends_is_not_followed_by_another(string shape)
    {
        var inner = string.Format(System.Globalization.CultureInfo.InvariantCulture, Inner, platform.Owner.Key);

        var answers = await RawHttp.Send(
            platform.App.Address(),
            $"POST /api/v1/workflows HTTP/1.1\r\nHost: localhost\r\n{shape}{inner}"
        );

        var statuses = RawHttp.Statuses(answers);
        // What follows may be refused as nonsense of its own, and must not be answered as a request.
        Assert.True(statuses.All(s => s is >= 400 and < 500), answers);
    }
}
