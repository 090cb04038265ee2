using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Bench;

/// <summary>
/// The same answer with nothing around it: Kestrel, one route, a row read from SQLite and parsed. What the platform costs beside it is what
/// authentication, limits, audit and telemetry cost.
/// </summary>
internal static class BareServer
{
    public static async Task Run(int port, string folder, string answer)
    {
        using var documents = new PlainDocuments(folder);
        var id = Guid.NewGuid().ToString("N");
        documents.Begin();
        documents.Insert(id, System.Text.Encoding.UTF8.GetBytes(answer));
        documents.Commit();
        var gate = new Lock();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapGet(
            "/read",
            (HttpResponse response) =>
            {
                byte[] stored;
                lock (gate)
                {
                    stored = documents.Read(id);
                }
                response.ContentType = "application/json";
                return JsonSerializer.SerializeAsync(response.Body, JsonSerializer.Deserialize<JsonObject>(stored));
            }
        );
        await app.RunAsync();
    }
}
