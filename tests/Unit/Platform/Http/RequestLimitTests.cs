using System.Text;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Platform.Http;

public sealed class RequestLimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(100, true, true)]
    [InlineData(101, true, false)]
    [InlineData(100, false, true)]
    [InlineData(101, false, false)]
    public async Task A_body_over_the_limit_does_not_leave_whether_its_length_is_known_or_not(
        int length,
        bool known,
        bool leaves
    )
    {
        var arrived = -1L;
        await using var server = await LoopbackServer.Start(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            arrived = body.Length;
        });
        using var http = new TestHttp(server.Address, options => options.MaxRequestBytes = 100);
        var bytes = Encoding.ASCII.GetBytes(new string('a', length));
        using HttpContent content = known
            ? new TrackedContent(bytes, "text/plain")
            : new StreamContent(new Unseekable(bytes));

        try
        {
            using var response = await http.Client().PostAsync(server.Address, content, Ct);
            Assert.True(leaves);
        }
        catch (Exception e) when (HttpFailure.Is(e, Ct))
        {
            Assert.False(leaves);
            var error = HttpFailure.ToError(e, server.Address, mayHaveArrived: true);
            Assert.Equal((ErrorKind.Configuration, "request-too-large"), (error.Kind, error.Code));
        }
        Assert.Equal(leaves ? length : -1, arrived);
    }

    private sealed class Unseekable(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
