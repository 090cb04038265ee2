using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using IntegrationFunctions.Platform.Storage;
using Microsoft.Azure.Cosmos;

namespace IntegrationFunctions.Platform.Documents.Cosmos;

/// <summary>
/// Every call to Cosmos DB: waits as long as the service asks where it is turned away, and measures what the call cost, as metrics and as an
/// activity (source and meter <c>IntegrationFunctions.Documents</c>).
/// </summary>
/// <param name="options">How often a call is repeated.</param>
/// <param name="clock">Waits.</param>
public sealed class CosmosCalls(CosmosOptions options, TimeProvider clock)
{
    private const string Telemetry = "IntegrationFunctions.Documents";

    private static readonly ActivitySource Source = new(Telemetry);

    private static readonly Meter Meter = new(Telemetry);

    private static readonly Counter<double> Charge = Meter.CreateCounter<double>(
        "documents.request_charge",
        "RU",
        "Request units that calls to Cosmos DB cost."
    );

    private static readonly Counter<long> Throttled = Meter.CreateCounter<long>(
        "documents.throttled",
        "{call}",
        "Calls that Cosmos DB turned away with 429."
    );

    /// <summary>The answer, whatever its status but 429; 408 where nobody knows whether the call did its work.</summary>
    /// <exception cref="StorageException">The service kept turning the call away, or can't be reached.</exception>
    public async Task<T> Send<T>(string verb, Func<Task<T>> call, CancellationToken ct)
        where T : class
    {
        using var activity = Source.StartActivity($"documents {verb}", ActivityKind.Client);
        var spent = 0.0;
        for (var attempt = 0; ; attempt++)
        {
            var response = await Try(call, ct).ConfigureAwait(false);
            var (status, charge, wait) = Read(response);
            Charge.Add(charge, new KeyValuePair<string, object?>("verb", verb));
            spent += charge;
            activity?.SetTag("documents.request_charge", spent);
            activity?.SetTag("documents.status", (int)status);
            if (status != HttpStatusCode.TooManyRequests)
            {
                return response;
            }
            Throttled.Add(1, new KeyValuePair<string, object?>("verb", verb));
            activity?.SetTag("documents.throttled", attempt + 1);
            (response as IDisposable)?.Dispose();
            if (attempt == options.MaxThrottles)
            {
                activity?.SetStatus(ActivityStatusCode.Error);
                throw new StorageException(
                    $"Cosmos DB turned a call ({verb}) away {attempt + 1} times: it asks for more throughput than there is. Try again later, or raise the throughput."
                );
            }
            await Task.Delay(wait ?? TimeSpan.FromMilliseconds(100), clock, ct).ConfigureAwait(false);
        }
    }

    private static (HttpStatusCode Status, double Charge, TimeSpan? Wait) Read(object response) =>
        response switch
        {
            ResponseMessage m => (
                m.StatusCode,
                m.Headers.RequestCharge,
                double.TryParse(
                    m.Headers["x-ms-retry-after-ms"],
                    NumberStyles.Float,
                    CultureInfo.InvariantCulture,
                    out var ms
                )
                    ? TimeSpan.FromMilliseconds(ms)
                    : null
            ),
            TransactionalBatchResponse b => (b.StatusCode, b.RequestCharge, b.RetryAfter),
            _ => throw new ArgumentException($"{response.GetType()} is no answer of Cosmos DB."),
        };

    private static async Task<T> Try<T>(Func<Task<T>> call, CancellationToken ct)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception e)
            when (e is HttpRequestException or CosmosException or OperationCanceledException
                && !ct.IsCancellationRequested
            )
        {
            throw new StorageException(
                $"Cosmos DB can't be reached: {e.GetType().Name}. Look at the account's address and its state.",
                e
            );
        }
    }

    /// <summary>The exception for an answer that nobody expected. Names the status, and nothing of the content.</summary>
    internal static StorageException Unexpected(string verb, HttpStatusCode status) =>
        new(
            status switch
            {
                HttpStatusCode.NotFound =>
                    $"Cosmos DB knows no such container ({verb}). Make the containers of infra/bicep, or set CreateContainers for an emulator.",
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    $"Cosmos DB refused a call ({verb}): {(int)status}. Look at the key, or at the roles of the identity.",
                _ => $"Cosmos DB answered a call ({verb}) with {(int)status}.",
            }
        );
}
