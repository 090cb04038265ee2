using System.Buffers;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Bench;

/// <summary>
/// Kestrel and nothing around it. <c>/read</c> reads the body and answers; <c>/insert</c> answers when the body is a row in plain SQLite, which one
/// thread writes, as many a commit as wait. No signature is checked, no repeat recognised.
/// </summary>
internal static class BareHooks
{
    public static async Task Run(int port, string folder)
    {
        using var documents = new PlainDocuments(folder);
        var waiting = Channel.CreateUnbounded<(string Id, byte[] Body, TaskCompletionSource Done)>();
        var writer = new Thread(() => Write(documents, waiting.Reader)) { IsBackground = true };
        writer.Start();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapPost(
            "/read",
            (RequestDelegate)(
                async http =>
                {
                    await Read(http);
                    http.Response.ContentLength = 0;
                }
            )
        );
        app.MapPost(
            "/insert",
            (RequestDelegate)(
                async http =>
                {
                    var body = await Read(http);
                    var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    waiting.Writer.TryWrite((http.Request.Headers["webhook-id"]!, body, done));
                    await done.Task;
                    http.Response.ContentLength = 0;
                }
            )
        );
        await app.RunAsync();
    }

    private static async ValueTask<byte[]> Read(HttpContext http)
    {
        while (true)
        {
            var read = await http.Request.BodyReader.ReadAsync();
            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                http.Request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }
            http.Request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static void Write(
        PlainDocuments documents,
        ChannelReader<(string Id, byte[] Body, TaskCompletionSource Done)> waiting
    )
    {
        var group = new List<TaskCompletionSource>();
        while (waiting.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            group.Clear();
            documents.Begin();
            while (waiting.TryRead(out var next))
            {
                documents.Insert(next.Id, next.Body);
                group.Add(next.Done);
            }
            documents.Commit();
            group.ForEach(done => done.SetResult());
        }
    }
}
