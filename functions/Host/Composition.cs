using IntegrationFunctions.Activities;
using IntegrationFunctions.Activities.Mapping;
using IntegrationFunctions.Activities.Payments;
using IntegrationFunctions.Activities.Reconciliation;
using IntegrationFunctions.Activities.Sync;
using IntegrationFunctions.Banking.Channels;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Banking.Payments.Iso20022;
using IntegrationFunctions.Banking.Reconciliation;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Connectors.Integrations;
using IntegrationFunctions.Connectors.Mappings;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.Embedded;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.Applications;
using IntegrationFunctions.Functions.Http.Audit;
using IntegrationFunctions.Functions.Http.Connectors;
using IntegrationFunctions.Functions.Http.DataKeys;
using IntegrationFunctions.Functions.Http.Events;
using IntegrationFunctions.Functions.Http.Guards;
using IntegrationFunctions.Functions.Http.Hooks;
using IntegrationFunctions.Functions.Http.IncomingWebhooks;
using IntegrationFunctions.Functions.Http.Integrations;
using IntegrationFunctions.Functions.Http.Mappings;
using IntegrationFunctions.Functions.Http.OAuth;
using IntegrationFunctions.Functions.Http.OutgoingWebhooks;
using IntegrationFunctions.Functions.Http.Payments;
using IntegrationFunctions.Functions.Http.Queues;
using IntegrationFunctions.Functions.Http.Reconciliations;
using IntegrationFunctions.Functions.Http.Records;
using IntegrationFunctions.Functions.Http.Shaping;
using IntegrationFunctions.Functions.Http.SignIn;
using IntegrationFunctions.Functions.Http.Statements;
using IntegrationFunctions.Functions.Http.Sync;
using IntegrationFunctions.Functions.Http.TenantSettings;
using IntegrationFunctions.Functions.Http.Usage;
using IntegrationFunctions.Functions.Http.Users;
using IntegrationFunctions.Functions.Http.ValueMaps;
using IntegrationFunctions.Functions.Http.Workflows;
using IntegrationFunctions.Functions.Mappings;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Functions.Sync;
using IntegrationFunctions.Functions.Timers;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Blobs.Azure;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Documents.Sensitive;
using IntegrationFunctions.Platform.Documents.Transfer;
using IntegrationFunctions.Platform.Events;
using IntegrationFunctions.Platform.Http;
using IntegrationFunctions.Platform.Messages.ServiceBus;
using IntegrationFunctions.Platform.Storage;
using IntegrationFunctions.Sandbox;
using IntegrationFunctions.Webhooks.Incoming;
using IntegrationFunctions.Webhooks.Outgoing;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Which parts there are: the only file that names them all.</summary>
internal static class Composition
{
    /// <summary>The parts: documents, messages, blobs and secrets in one folder or where the environment says; clock and workflows are the home's.</summary>
    public static IServiceCollection AddPlatform(
        this IServiceCollection services,
        DataFolder folder,
        PlatformHome home = PlatformHome.OwnProcess,
        ServiceBusOptions? messages = null
    )
    {
        services.AddEmbeddedStorage(folder, EmbeddedDurableTask.Schema, Readiness.Schema);
        services.AddQueues();
        if (messages is not null)
        {
            services.AddServiceBus(messages);
        }
        services.AddDocumentsHome(Environment.GetEnvironmentVariable);
        services.AddAzureBlobs(AzureBlobOptions.From(Environment.GetEnvironmentVariable));
        services.AddSecretsHome(Environment.GetEnvironmentVariable);
        services.AddOutgoingHttp();
        services.AddIdentity();
        services.AddAudit();
        services.AddGuards();
        services.AddSignInPages();
        services.AddOAuth();
        services.AddConnectors();
        services.AddOwnConnectors(Environment.GetEnvironmentVariable(OwnConnectors.Variable));
        services.AddBankChannels();
        services.AddIntegrations();
        services.AddSync();
        services.AddValueMaps();
        services.AddMappings();
        services.AddSingleton<IPaymentMessages, Iso20022PaymentMessages>();
        services.AddPayments();
        services.AddReconciliation();
        services.AddReconciliationEndpoints();
        services.AddSandbox(folder.Path);
        services.AddSingleton<Readiness>();
        services.AddSingleton<FirstKey>().AddDocumentGroup(new("startup"));
        services.AddSingleton<SyncStarter>();
        services.AddSingleton<MappingStarter>();
        services.AddSingleton<IQueueTrigger, SyncRequestTrigger>();
        services.AddIncomingWebhooks().AddHostedService<TallyKeeper>();
        services.AddSingleton<IQueueTrigger, IncomingWebhookTrigger>();
        services.AddEventFeed().AddSingleton<IQueueTrigger, ChangesTrigger>();
        services.AddOutgoingWebhooks().AddSingleton<IQueueTrigger, OutgoingWebhookTrigger>();
        services.AddSingleton<SyncSchedule>();
        services.AddSingleton<HouseKeeping>();
        services.AddSingleton<ExportTenant>().AddSingleton<ImportTenant>();
        services.AuditSecrets();
        // Before whichever document store was chosen above.
        services.SealSensitiveFields();
        // Before the sealing, so that what is told is compared as it was written.
        services.PublishChanges();
        return home == PlatformHome.FunctionsHost
            ? services.AddFunctionsHost(messages is not null)
            : services.AddOwnProcess();
    }

    // The process has the workflows, the clock and the queues.
    private static IServiceCollection AddOwnProcess(this IServiceCollection services)
    {
        services.AddEmbeddedDurableTask(registry => AddWorkflows(registry));
        // After the engine: started after it and stopped before it.
        services.AddHostedService<QueuePump>();
        services.AddHostedService(provider => provider.GetRequiredService<SyncSchedule>());
        services.AddHostedService(provider => provider.GetRequiredService<HouseKeeping>());
        return services;
    }

    // The host has the workflows and the clock, and delivers what comes by Service Bus. Where the queues are on SQLite, which the host can't
    // see, the pump goes on in the process.
    private static IServiceCollection AddFunctionsHost(this IServiceCollection services, bool hostDelivers)
    {
        services.AddPassThroughDurableTask(registry => AddWorkflows(registry));
        if (!hostDelivers)
        {
            services.AddSingleton<QueuePump>();
        }
        services.AddSingleton<EndpointMemory>();
        services.AddSingleton<StartUp>();
        services.AddHostedService(provider => provider.GetRequiredService<StartUp>());
        return services;
    }

    /// <summary>The functions that the Functions host is told of.</summary>
    public static FunctionRegistry Functions(QueueHome queues = QueueHome.ServiceBus)
    {
        // The pass-through adds an orchestrator of its own.
        using var services = new ServiceCollection()
            .AddPassThroughDurableTask(registry => AddWorkflows(registry))
            .BuildServiceProvider();
        return FunctionRegistry.Create(services.GetRequiredService<DurableTaskRegistry>(), queues);
    }

    /// <summary>The groups of documents that the parts declare.</summary>
    public static DocumentCatalogue Catalogue()
    {
        // The parts are registered over a folder, and nothing is opened in it.
        var path = Directory.CreateTempSubdirectory("groups-").FullName;
        try
        {
            using var folder = DataFolder.Open(path);
            return new(
                new ServiceCollection()
                    .AddPlatform(folder)
                    .Where(service => service.ServiceType == typeof(DocumentGroup))
                    .Select(service => (DocumentGroup)service.ImplementationInstance!)
            );
        }
        finally
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>All addresses.</summary>
    public static void MapPlatform(this WebApplication app)
    {
        app.MapPages();
        app.MapSignInPages();
        app.MapOAuth();
        app.MapSandbox();
        ReceiveHook.Map(app);
        var api = app.MapGroup("/api/v1").AddEndpointFilterFactory(AnswerShaping.Create);
        api.MapConnectors();
        api.MapIntegrations();
        api.MapIncomingWebhooks();
        api.MapOutgoingWebhooks();
        api.MapSync();
        api.MapRecords();
        api.MapMappings();
        api.MapValueMaps();
        api.MapPayments();
        api.MapStatements();
        api.MapReconciliations();
        api.MapWorkflows();
        api.MapQueues();
        api.MapUsers();
        api.MapEvents();
        api.MapSignIn();
        api.MapApplications();
        api.MapDataKeys();
        api.MapTenant();
        api.MapAudit();
        api.MapUsage();
    }

    /// <summary>All orchestrators and activities of the product, in every version that instances may still have.</summary>
    public static DurableTaskRegistry AddWorkflows(DurableTaskRegistry registry)
    {
        registry.FailureOf = ActivityFailures.From;
        return registry.RegisterSync().RegisterPayments().RegisterReconciliation().RegisterMapping();
    }
}
