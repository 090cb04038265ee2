using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Support.KeyVault;

/// <summary>
/// A vault on HTTPS with a certificate of its own that does what Key Vault's REST API for secrets documents, as far as the product uses it:
/// versions, soft deletion, the challenge, throttling.
/// </summary>
internal sealed class FakeKeyVault : IAsyncDisposable
{
    private const string Token = "a-token-of-the-fake";
    private readonly WebApplication _app;
    private int _throttled;

    private FakeKeyVault(WebApplication app) => _app = app;

    public Uri Address { get; private set; } = null!;

    public FakeVaultSecrets Secrets { get; } = new();

    /// <summary>Method and path of each request that got past the challenge.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public static TokenCredential Credential { get; } =
        DelegatedTokenCredential.Create((_, _) => new AccessToken(Token, DateTimeOffset.UtcNow.AddHours(1)));

    public static async Task<FakeKeyVault> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(Certificate()))
        );
        var app = builder.Build();
        var vault = new FakeKeyVault(app);
        app.Use(vault.Guard);
        app.MapPut("/secrets/{name}", vault.Secrets.Set);
        app.MapGet("/secrets/{name}/versions", vault.Secrets.Versions);
        app.MapGet("/secrets/{name}/{version?}", vault.Secrets.Get);
        app.MapPatch("/secrets/{name}/{version}", vault.Secrets.Change);
        app.MapDelete("/secrets/{name}", vault.Secrets.Delete);
        await app.StartAsync();
        vault.Address = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()
        );
        vault.Secrets.Vault = vault.Address;
        return vault;
    }

    /// <summary>The next requests are answered with 429.</summary>
    public void Throttle(int requests) => _throttled = requests;

    /// <summary>For this vault alone: it is at another address than Key Vault's, and nobody vouches for its certificate.</summary>
    public static SecretClientOptions Options()
    {
        var options = new SecretClientOptions
        {
            DisableChallengeResourceVerification = true,
            Transport = new HttpClientTransport(
                new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true }
            ),
        };
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(2);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task Guard(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Headers.Authorization != $"Bearer {Token}")
        {
            http.Response.Headers.WWWAuthenticate =
                "Bearer authorization=\"https://login.windows.net/7b9d6a3e-0c55-4f0e-9a52-0e6f2f6f4b11\", resource=\"https://vault.azure.net\"";
            await FakeVaultSecrets
                .Refuse(401, "Unauthorized", "AKV10000: Request is missing a token.")
                .ExecuteAsync(http);
            return;
        }
        Requests.Enqueue($"{http.Request.Method} {http.Request.Path}");
        if (
            !http.Request.Query["api-version"].ToString().StartsWith("7.", StringComparison.Ordinal)
            && !http.Request.Query["api-version"].ToString().StartsWith("20", StringComparison.Ordinal)
        )
        {
            await FakeVaultSecrets.Refuse(400, "BadParameter", "No api-version.").ExecuteAsync(http);
            return;
        }
        if (Interlocked.Decrement(ref _throttled) >= 0)
        {
            http.Response.Headers.RetryAfter = "0";
            await FakeVaultSecrets.Refuse(429, "Throttled", "Too many requests.").ExecuteAsync(http);
            return;
        }
        await next(http);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        // Some platforms take only a key that was loaded.
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
