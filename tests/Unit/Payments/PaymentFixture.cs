using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Activities;
using IntegrationFunctions.Activities.Payments;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Banking.Payments.Iso20022;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Mapping.Models;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sqlite;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>A tenant with an ERP, a bank, suppliers and invoices, and the verbs of payments on top.</summary>
internal sealed class PaymentFixture : ISyncedRecords, IConnections, IDisposable
{
    public const string Tenant = "ten_1";
    public const string Erp = "int_erp";
    public const string Bank = "int_bank";

    public static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly string[] Ibans =
    [
        "DE75512108001245126199",
        "FR1420041010050500013M02606",
        "DE02120300000000202051",
        "DE02500105170137075030",
    ];

    private readonly TemporaryFolder? _files;
    private readonly DataFolder? _folder;
    private ServiceProvider? _services;

    /// <summary>On a storage of its own and a clock by hand.</summary>
    public PaymentFixture()
        : this(null)
    {
        _files = new TemporaryFolder();
        _folder = DataFolder.Open(_files.Path);
        Open(services =>
        {
            services.AddEmbeddedStorage(_folder);
            services.AddSingleton<SqliteDocumentStores>();
            services.AddSingleton<IDocumentStores>(s => new KillingStores(
                s.GetRequiredService<SqliteDocumentStores>()
            ));
        });
    }

    /// <summary>On another clock; the services come by <see cref="Open"/>.</summary>
    public PaymentFixture(TimeProvider? clock)
    {
        Clock = new ManualTimeProvider(Start);
        Time = clock ?? Clock;
        BankFake = new FakeBank(Time);
        ErpFake = new FakeErp(Time);
        Registry = new DurableTaskRegistry { FailureOf = ActivityFailures.From }.RegisterPayments();
    }

    /// <summary>A process: services over the stores that <paramref name="configure"/> adds. Bank, ERP and records outlive it.</summary>
    public ServiceProvider Open(Action<IServiceCollection> configure)
    {
        var services = new ServiceCollection()
            .AddSingleton(Time)
            .AddSingleton<ISyncedRecords>(this)
            .AddSingleton<IConnections>(this)
            .AddSingleton<IPaymentMessages, Iso20022PaymentMessages>();
        configure(services);
        return _services = services.AddPaymentVerbs().BuildServiceProvider();
    }

    public void Dispose()
    {
        // Services that somebody else opened are somebody else's to dispose of.
        if (_files is not null)
        {
            _services?.Dispose();
            _folder?.Dispose();
            _files.Dispose();
        }
    }

    public TimeProvider Time { get; }

    public ManualTimeProvider Clock { get; }

    public KillingStores Stores => (KillingStores)Services.GetRequiredService<IDocumentStores>();

    public FakeBank BankFake { get; }

    public FakeErp ErpFake { get; }

    public ServiceProvider Services => _services!;

    public DurableTaskRegistry Registry { get; }

    public Dictionary<string, Invoice> Invoices { get; } = [];

    public Dictionary<string, BusinessPartner> Partners { get; } = [];

    public IntegrationError? BankClosed { get; set; }

    public PaymentDocuments Documents => Services.GetRequiredService<PaymentDocuments>();

    public static Caller User(string id, params Role[] roles) => new(Tenant, id, "key_1", roles.ToHashSet());

    public static readonly Caller Anna = User("usr_anna", Role.Accountant);
    public static readonly Caller Bert = User("usr_bert", Role.Approver);
    public static readonly Caller Cleo = User("usr_cleo", Role.Approver);

    public PaymentFixture WithInvoices(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Add($"inv{i}", supplier: $"s{i % Ibans.Length}");
        }
        return this;
    }

    public void Add(
        string key,
        string supplier = "s0",
        decimal amount = 100.10m,
        string currency = "EUR",
        InvoiceKind kind = InvoiceKind.Payable,
        DateOnly? due = null,
        string companyCode = "1010",
        string? reference = null
    )
    {
        Invoices[key] = new(
            key,
            kind,
            $"LF-{key}",
            supplier,
            null,
            companyCode,
            amount,
            currency,
            Today.AddDays(-30),
            due ?? DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime),
            reference
        );
        if (!Partners.ContainsKey(supplier))
        {
            var iban = Ibans[Partners.Count % Ibans.Length];
            Partners[supplier] = new(
                supplier,
                $"Lieferant {supplier} AG",
                false,
                true,
                "DE",
                false,
                null,
                [new(iban, null, null)]
            );
        }
    }

    public static ProposalRequest Request(params string[] keys) =>
        new(Erp, Bank, Today, keys.Length == 0 ? null : keys);

    public ProposalRequest RequestNow(params string[] keys) =>
        Request(keys) with
        {
            DueOnOrBefore = DateOnly.FromDateTime(Time.GetUtcNow().UtcDateTime),
        };

    public Task<Result<Proposal>> Propose(string key = "k1", ProposalRequest? request = null, Caller? caller = null) =>
        Services
            .GetRequiredService<ProposePayment>()
            .Run(caller ?? Anna, key, request ?? Request(), CancellationToken.None);

    public async Task<Payment> Proposed(string key = "k1", ProposalRequest? request = null) =>
        (await Propose(key, request)).Value.Payment!.Payment;

    public Task<Result<StoredPayment>> Approve(Caller caller, string id, string hash) =>
        Services.GetRequiredService<ApprovePayment>().Run(caller, id, hash);

    public Task<Result<StoredPayment>> Edit(Caller caller, string id, PaymentEdit edit, int version) =>
        Services.GetRequiredService<EditPayment>().Run(caller, id, edit, version);

    public Task<Result<StoredPayment>> Cancel(Caller caller, string id) =>
        Services.GetRequiredService<CancelPayment>().Run(caller, id);

    public Task<Result<StoredPayment>> Reject(Caller caller, string id, string reason = "Not ours.") =>
        Services.GetRequiredService<RejectPayment>().Run(caller, id, reason);

    public async Task<Payment> Read(string id) => (await Documents.Get(Tenant, id))!.Payment;

    public async Task<Payment> Approved(string key = "k1")
    {
        var payment = await Proposed(key);
        await Approve(Bert, payment.Id, payment.ContentHash);
        return (await Approve(Cleo, payment.Id, payment.ContentHash)).Value.Payment;
    }

    async IAsyncEnumerable<SyncedRecord> ISyncedRecords.List(
        string tenantId,
        string integrationId,
        string objectName,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        await Task.Yield();
        foreach (var invoice in Invoices.Values.Where(_ => objectName == "invoices" && integrationId == Erp))
        {
            yield return Record(
                objectName,
                invoice.Id,
                JsonSerializer.SerializeToNode(invoice, ModelJson.Default.Invoice)
            );
        }
    }

    // Payments never page and never follow changes.
    Task<SyncedPage> ISyncedRecords.Page(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct
    ) => throw new NotSupportedException();

    Task<RecordChangePage> ISyncedRecords.Changes(
        string tenantId,
        string integrationId,
        string objectName,
        int limit,
        string? cursor,
        CancellationToken ct
    ) => throw new NotSupportedException();

    Task<SyncedRecord?> ISyncedRecords.Get(
        string tenantId,
        string integrationId,
        string objectName,
        string key,
        CancellationToken ct
    ) =>
        Task.FromResult(
            objectName switch
            {
                "invoices" when Invoices.TryGetValue(key, out var invoice) => Record(
                    objectName,
                    key,
                    JsonSerializer.SerializeToNode(invoice, ModelJson.Default.Invoice)
                ),
                "businessPartners" when Partners.TryGetValue(key, out var partner) => Record(
                    objectName,
                    key,
                    JsonSerializer.SerializeToNode(partner, ModelJson.Default.BusinessPartner)
                ),
                _ => null,
            }
        );

    private static SyncedRecord Record(string objectName, string key, JsonNode? canonical) =>
        new(objectName, key, canonical!.AsObject(), null);

    Task<Result<OpenConnection>> IConnections.Open(
        string tenantId,
        string integrationId,
        string correlationId,
        CancellationToken ct
    ) =>
        Task.FromResult<Result<OpenConnection>>(
            integrationId switch
            {
                Bank when BankClosed is not null => BankClosed,
                Bank => Open(BankFake, BankFake.Settings, integrationId),
                Erp => Open(ErpFake, ErpFake.Settings, integrationId),
                _ => new IntegrationError(
                    ErrorKind.Permanent,
                    "integration-not-found",
                    "There is no such integration."
                ),
            }
        );

    private static OpenConnection Open(IConnector connector, JsonObject settings, string id) =>
        new(connector, new(Tenant, id, settings, null!, "c1"));
}
