using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using IntegrationFunctions.Tests.Support.DurableExtension;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace IntegrationFunctions.Tests.Support.FunctionsHost;

/// <summary>
/// Stands in for the Azure Functions host: reads the folders that <c>functions generate</c> writes, starts the executable as its custom handler, waits
/// until it answers, starts it again when it dies, and calls it as the host does. What it calls is what the files declare, and nothing else.
/// </summary>
internal sealed class HostStandIn : IAsyncDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false })
    {
        Timeout = TimeSpan.FromMinutes(2),
    };

    // A client that lets the same request go out again: it was a client's before.
    private readonly HttpMessageInvoker _forwarding = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly string _data;
    private readonly SemaphoreSlim _reviving = new(1, 1);
    private DurableExtensionServer? _extension;
    private HandlerProcess? _handler;

    private HostStandIn(string folder, string data)
    {
        Functions = HostFunction.ReadAll(folder);
        _data = data;
        Hub = new DurableTaskHub(TimeProvider.System, Invoke);
    }

    public IReadOnlyList<HostFunction> Functions { get; }

    /// <summary>Where the handler listens. The host keeps the port as long as it lives.</summary>
    public int Port { get; } = FreePort();

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public HandlerProcess Handler => _handler!;

    /// <summary>The Durable Functions extension, which lives in the host's process.</summary>
    public DurableTaskHub Hub { get; }

    /// <summary>Stands before each call that the extension makes, by the function's name.</summary>
    public Func<string, Task> BeforeInvoke { get; set; } = _ => Task.CompletedTask;

    /// <summary>The handler gets SIGKILL once a call of this function has been sent; null again once the call broke off.</summary>
    public string? KillAmid { get; set; }

    /// <summary>How often the handler had to be started again.</summary>
    public int Restarts { get; private set; }

    /// <summary>The name that the outside calls the app by.</summary>
    public const string PublicName = "func-intfn-test.azurewebsites.net";

    /// <summary>Generates the folders with the executable itself, and starts the handler.</summary>
    public static async Task<HostStandIn> Start(string root, params string[] generateOptions)
    {
        var ct = TestContext.Current.CancellationToken;
        var folder = Path.Combine(root, "deployed");
        var generated = await Cli.Run(ct, ["functions", "generate", folder, .. generateOptions]);
        Assert.Equal((0, ""), (generated.ExitCode, generated.Error));
        var host = new HostStandIn(folder, Path.Combine(root, "data"));
        host._extension = await DurableExtensionServer.StartAsync(host.Hub);
        await host.StartHandler();
        // A new instance is warmed up before it gets requests.
        var warm = await host.Call("Warmup", new JObject());
        Assert.True(warm.Succeeded, warm.Body);
        host.Hub.Start();
        return host;
    }

    /// <summary>Starts the handler and waits for any answer to GET /, every 25 ms and 30 s at most.</summary>
    public async Task StartHandler()
    {
        _handler = new HandlerProcess(Port, _data);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                using var answer = await _http.GetAsync(Address, limit.Token);
                return;
            }
            catch (HttpRequestException) when (!_handler.Process.HasExited)
            {
                await Task.Delay(25, limit.Token);
            }
        }
    }

    /// <summary>What the host does when the handler has ended: 0 is taken for well and nothing happens; else it is started again.</summary>
    public async Task<bool> Revive()
    {
        await Handler.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        if (Handler.Process.ExitCode == 0)
        {
            return false;
        }
        await StartAgain();
        return true;
    }

    // However many calls broke off with it, it is started once.
    private async Task StartAgain()
    {
        await _reviving.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (Handler.Process.HasExited)
            {
                await Handler.DisposeAsync();
                Restarts++;
                await StartHandler();
            }
        }
        finally
        {
            _reviving.Release();
        }
    }

    // The extension calls an orchestrator or an activity: a failed call, or one that broke off, is an exception to it.
    private async Task<string> Invoke(string name, string binding, string data, CancellationToken ct)
    {
        await BeforeInvoke(name);
        var function = Function(name);
        Assert.Equal(function.TriggerName, binding);
        try
        {
            var answer = await Post(function.Name, Envelope(function, JToken.Parse(data), []), null, ct);
            return answer.Succeeded && !function.DeclaresReturn
                ? JsonConvert.SerializeObject(answer.ReturnValue)
                : throw new InvalidOperationException($"{name} answered {answer.Status}: {answer.Body}");
        }
        catch (HttpRequestException) when (!ct.IsCancellationRequested)
        {
            KillAmid = null;
            await Handler.Process.WaitForExitAsync(ct);
            await StartAgain();
            throw;
        }
    }

    public HostFunction Function(string name) =>
        Functions.Single(f => string.Equals(f.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Calls a function with its trigger's value, and with the client where it declares one.</summary>
    public Task<HostAnswer> Call(string name, object? value, JObject? metadata = null, string? traceParent = null)
    {
        var function = Function(name);
        var body = Envelope(function, HostJson.Encode(value), metadata ?? []);
        return Send(function.Name, body, traceParent);
    }

    /// <summary>Sends an envelope as it is.</summary>
    public Task<HostAnswer> Send(string name, string body, string? traceParent = null) =>
        Post(name, body, traceParent, TestContext.Current.CancellationToken);

    private string Envelope(HostFunction function, JToken value, JObject metadata)
    {
        var data = new JObject { [function.TriggerName] = value };
        if (function.ClientName is { } client)
        {
            data[client] = JToken.Parse(_extension!.Binding);
        }
        return new JObject { ["Data"] = data, ["Metadata"] = metadata }.ToString(Formatting.None);
    }

    private async Task<HostAnswer> Post(string name, string body, string? traceParent, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Address, name));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        AddHeaders(request.Headers);
        if (traceParent is not null)
        {
            request.Headers.Add("traceparent", traceParent);
        }
        var answering = _http.SendAsync(request, ct);
        if (name == KillAmid)
        {
            // Time to get there; an answer that was faster is killed with the next call.
            await Task.WhenAny(answering, Task.Delay(5, ct));
            if (!answering.IsCompleted)
            {
                Handler.Process.Kill();
            }
        }
        using var answer = await answering;
        return new((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(ct));
    }

    /// <summary>
    /// A request from outside, forwarded as the host does it: the path as it was, decoded once more than it was matched; all headers, the Host among
    /// them, and the host's own. Null where no forwarded function has a route for it.
    /// </summary>
    public async Task<HttpResponseMessage?> Forward(HttpRequestMessage request)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath);
        if (!Functions.Any(f => f.IsForwarded && Routes(f, request.Method.Method, path)))
        {
            return null;
        }
        var original = request.RequestUri;
        request.RequestUri = new UriBuilder("http", "127.0.0.1", Port, path) { Query = original.Query }.Uri;
        request.Headers.Host = PublicName;
        request.Headers.TryAddWithoutValidation("X-Forwarded-For", "203.0.113.7:51234");
        AddHeaders(request.Headers);
        try
        {
            return await _forwarding.SendAsync(request, TestContext.Current.CancellationToken);
        }
        catch (HttpRequestException e)
        {
            return new HttpResponseMessage(System.Net.HttpStatusCode.InternalServerError)
            {
                Content = new StringContent(e.Message),
            };
        }
    }

    /// <summary>The same for one that must have a route.</summary>
    public async Task<(int Status, string Body)> Forward(
        HttpMethod method,
        string path,
        string? body = null,
        string? key = null
    )
    {
        using var request = new HttpRequestMessage(method, new Uri($"https://{PublicName}{path}"));
        if (key is not null)
        {
            request.Headers.Authorization = new("Bearer", key);
        }
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }
        using var answer = await Forward(request);
        return answer is null
            ? (404, "The host has no route for this.")
            : ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        Hub.Crash();
        if (_handler is not null)
        {
            await _handler.DisposeAsync();
        }
        if (_extension is not null)
        {
            await _extension.DisposeAsync();
        }
        Hub.Dispose();
        _http.Dispose();
        _forwarding.Dispose();
        _reviving.Dispose();
    }

    // Three forms are all that we generate: a catch-all at the root, one below a folder (which it takes too), and a path.
    private static bool Routes(HostFunction function, string method, string path)
    {
        var methods = function.Trigger["methods"]!.AsArray().Select(m => m!.GetValue<string>());
        var route = HostFunction.Text(function.Trigger, "route");
        const string Rest = "/{*path}";
        var isCatchAll = $"/{route}".EndsWith(Rest, StringComparison.Ordinal);
        var fixedPart = isCatchAll ? $"/{route}"[..^Rest.Length] : $"/{route}";
        Assert.DoesNotContain('{', fixedPart);
        return methods.Contains(method, StringComparer.OrdinalIgnoreCase)
            && (
                path.Equals(fixedPart, StringComparison.OrdinalIgnoreCase)
                || (isCatchAll && path.StartsWith($"{fixedPart}/", StringComparison.OrdinalIgnoreCase))
            );
    }

    private static void AddHeaders(HttpRequestHeaders headers)
    {
        headers.Add("X-Azure-Functions-HostVersion", "4.1040.0");
        headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        headers.UserAgent.ParseAdd("Azure-Functions-Host/4.1040.0");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
