using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Http.Rules;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Support;

/// <summary>The platform's outgoing HTTP, allowed to reach one server.</summary>
internal sealed class TestHttp : IDisposable
{
    private readonly ServiceProvider _provider;

    public TestHttp(
        Uri? allowed = null,
        Action<OutgoingHttpOptions>? configure = null,
        TimeProvider? clock = null,
        Action<IServiceCollection>? services = null
    )
    {
        var collection = new ServiceCollection();
        collection.AddSingleton(clock ?? TimeProvider.System);
        collection.AddSingleton<IEgressRules>(Rules);
        services?.Invoke(collection);
        collection.AddOutgoingHttp(options =>
        {
            options.RetryDelay = TimeSpan.FromMilliseconds(1);
            configure?.Invoke(options);
        });
        _provider = collection.BuildServiceProvider();
        if (allowed is not null)
        {
            Policy.Allow(allowed.Host, allowed.Port);
        }
    }

    public FixedEgress Rules { get; } = new();

    public EgressPolicy Policy => _provider.GetRequiredService<EgressPolicy>();

    public HttpClient Client(string tenant = "ten_test") => Client(new OutgoingPurpose(tenant, "int_test"));

    public HttpClient Client(OutgoingPurpose purpose) => _provider.GetRequiredService<IOutgoingHttp>().For(purpose);

    public HttpClient Following() =>
        Client(new OutgoingPurpose("ten_test", "int_test") { Redirects = Redirects.Follow });

    public void Dispose() => _provider.Dispose();
}

/// <summary>Rules that a test sets; the same for every tenant.</summary>
internal sealed class FixedEgress : IEgressRules
{
    public TenantEgress Egress { get; set; } = TenantEgress.Unset;

    public ValueTask<TenantEgress> Current(string tenantId, CancellationToken ct = default) => new(Egress);

    public Task<TenantEgress> Get(string tenantId, CancellationToken ct = default) => Task.FromResult(Egress);

    public Task<EgressOutcome> Put(
        string tenantId,
        int ifVersion,
        IReadOnlyList<EgressRule>? allowed,
        IReadOnlyDictionary<string, IReadOnlyList<EgressRule>>? extensions,
        CancellationToken ct = default
    ) => throw new NotSupportedException("A test sets Egress.");
}
