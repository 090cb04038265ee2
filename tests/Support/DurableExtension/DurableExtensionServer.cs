using System.Text.Json;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using IntegrationFunctions.Durable.PassThrough.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Tests.Support.DurableExtension;

/// <summary>The extension's gRPC service over a hub, on a port of its own.</summary>
internal sealed class DurableExtensionServer : IAsyncDisposable
{
    public const string HubName = "TestHub";
    private readonly WebApplication _app;

    private DurableExtensionServer(WebApplication app) => _app = app;

    public string Url =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>The value of a durableClient binding as it stands in a trigger's call: JSON in a string.</summary>
    public string Binding =>
        JsonSerializer.Serialize(
            JsonSerializer.Serialize(
                new
                {
                    taskHubName = HubName,
                    connectionName = "Storage",
                    requiredQueryStringParameters = "taskHub=TestHub&connection=Storage",
                    rpcBaseUrl = Url,
                    httpBaseUrl = $"{Url}/runtime/webhooks/durabletask",
                    maxGrpcMessageSizeInBytes = 4194304,
                }
            )
        );

    /// <param name="hub">What it serves.</param>
    /// <param name="handsOutHistories">StreamInstanceHistory is in the protocol, and the extension doesn't answer it; other hubs do.</param>
    public static async Task<DurableExtensionServer> StartAsync(DurableTaskHub hub, bool handsOutHistories = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k =>
            k.Listen(System.Net.IPAddress.Loopback, 0, l => l.Protocols = HttpProtocols.Http2)
        );
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(new Service(hub, handsOutHistories));
        var app = builder.Build();
        app.MapGrpcService<Service>();
        await app.StartAsync();
        return new DurableExtensionServer(app);
    }

    public async ValueTask DisposeAsync()
    {
        // Calls that wait are cut off, as by a process that ends.
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    internal sealed class Service(DurableTaskHub hub, bool handsOutHistories)
        : TaskHubSidecarService.TaskHubSidecarServiceBase
    {
        public override Task<Empty> Hello(Empty request, ServerCallContext context) =>
            Answer(context, () => new Empty());

        public override Task<CreateInstanceResponse> StartInstance(
            CreateInstanceRequest request,
            ServerCallContext context
        ) => Answer(context, () => new CreateInstanceResponse { InstanceId = hub.Create(request) });

        public override Task<GetInstanceResponse> GetInstance(GetInstanceRequest request, ServerCallContext context) =>
            Answer(context, () => hub.Get(request.InstanceId, request.GetInputsAndOutputs));

        public override Task<GetInstanceResponse> WaitForInstanceCompletion(
            GetInstanceRequest request,
            ServerCallContext context
        ) => hub.WaitAsync(request.InstanceId, request.GetInputsAndOutputs, context.CancellationToken);

        public override Task<RaiseEventResponse> RaiseEvent(RaiseEventRequest request, ServerCallContext context) =>
            Answer(
                context,
                () =>
                {
                    hub.Raise(request);
                    return new RaiseEventResponse();
                }
            );

        public override Task<TerminateResponse> TerminateInstance(
            TerminateRequest request,
            ServerCallContext context
        ) =>
            Answer(
                context,
                () =>
                {
                    hub.Terminate(request);
                    return new TerminateResponse();
                }
            );

        public override Task<SuspendResponse> SuspendInstance(SuspendRequest request, ServerCallContext context) =>
            Answer(
                context,
                () =>
                {
                    hub.Suspend(request);
                    return new SuspendResponse();
                }
            );

        public override Task<ResumeResponse> ResumeInstance(ResumeRequest request, ServerCallContext context) =>
            Answer(
                context,
                () =>
                {
                    hub.Resume(request);
                    return new ResumeResponse();
                }
            );

        public override Task<RewindInstanceResponse> RewindInstance(
            RewindInstanceRequest request,
            ServerCallContext context
        ) =>
            Answer(
                context,
                () =>
                {
                    hub.Rewind(request);
                    return new RewindInstanceResponse();
                }
            );

        public override Task<RestartInstanceResponse> RestartInstance(
            RestartInstanceRequest request,
            ServerCallContext context
        ) => Answer(context, () => new RestartInstanceResponse { InstanceId = hub.Restart(request) });

        public override Task<QueryInstancesResponse> QueryInstances(
            QueryInstancesRequest request,
            ServerCallContext context
        ) => Answer(context, () => hub.Query(request.Query));

        public override Task<PurgeInstancesResponse> PurgeInstances(
            PurgeInstancesRequest request,
            ServerCallContext context
        ) =>
            Answer(
                context,
                () =>
                    new PurgeInstancesResponse
                    {
                        DeletedInstanceCount = request.PurgeInstanceFilter is { } filter
                            ? hub.Purge(filter)
                            : hub.Purge(request.InstanceId),
                        IsComplete = true,
                    }
            );

        public override async Task StreamInstanceHistory(
            StreamInstanceHistoryRequest request,
            IServerStreamWriter<HistoryChunk> responseStream,
            ServerCallContext context
        )
        {
            if (!handsOutHistories)
            {
                throw new RpcException(new Status(StatusCode.Unimplemented, ""));
            }
            foreach (var chunk in hub.History(request.InstanceId).Chunk(500))
            {
                await responseStream.WriteAsync(new HistoryChunk { Events = { chunk } }, context.CancellationToken);
            }
        }

        // The hub is found by the header; without it the extension would take another.
        private static Task<T> Answer<T>(ServerCallContext context, Func<T> work) =>
            context.RequestHeaders.GetValue("Durable-TaskHub") == HubName
                ? Task.FromResult(work())
                : throw new RpcException(new Status(StatusCode.InvalidArgument, "Which task hub?"));
    }
}
