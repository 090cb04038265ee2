using System.Globalization;
using System.Runtime.CompilerServices;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Durable.PassThrough.Client;

/// <summary>
/// Lists of instances. The extension lists in no order of time, and knows neither tags nor names; so instances are fetched by windows of their
/// time of creation, from now backwards and each longer than the one before, sorted and filtered here until the page is full.
/// </summary>
internal sealed class InstanceScan(DurableChannel channel, TimeProvider clock)
{
    private const int MaxPage = 1000;
    private const int Batch = 100;

    /// <summary>Before this nothing was created; Azure's tables can't hold times before 1601.</summary>
    public static readonly DateTimeOffset Beginning = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public async Task<OrchestrationPage> QueryAsync(OrchestrationQuery query, CancellationToken cancellation)
    {
        if (query.PageSize is < 1 or > MaxPage)
        {
            throw new ArgumentException($"{nameof(query.PageSize)} is {query.PageSize}; it must be 1 to {MaxPage}.");
        }
        var found = new List<OrchestrationMetadata>();
        await foreach (var instance in NewestFirstAsync(query, cancellation).ConfigureAwait(false))
        {
            if (found.Count == query.PageSize)
            {
                return new OrchestrationPage(found, Token(found[^1]));
            }
            found.Add(instance);
        }
        return new OrchestrationPage(found, null);
    }

    /// <summary>All that the query takes in, whatever its page size.</summary>
    public async IAsyncEnumerable<OrchestrationMetadata> NewestFirstAsync(
        OrchestrationQuery query,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var after = query.ContinuationToken is { } token ? Position(token) : default((DateTimeOffset, string)?);
        var beginning = query.CreatedFrom is { } from && from > Beginning ? from : Beginning;
        // A second ahead: clocks differ. Ends of windows are shared, and the extension's own are inclusive: what is in both is told apart here.
        var end = query.CreatedTo ?? clock.GetUtcNow().AddSeconds(1);
        if (after is { } last && last.Item1 < end)
        {
            end = last.Item1.AddTicks(1);
        }
        var width = TimeSpan.FromHours(1);
        while (end > beginning)
        {
            var begin = end - beginning > width ? end - width : beginning;
            var window = new List<OrchestrationMetadata>();
            await foreach (var instance in WindowAsync(query, begin, end, cancellation).ConfigureAwait(false))
            {
                if (
                    instance.CreatedAt >= begin
                    && instance.CreatedAt < end
                    && Fits(query, instance)
                    && (after is not { } position || Compare(instance, position) > 0)
                )
                {
                    window.Add(instance);
                }
            }
            window.Sort((a, b) => Compare(a, (b.CreatedAt, b.InstanceId)));
            foreach (var instance in window)
            {
                yield return instance;
            }
            end = begin;
            width *= 8;
        }
    }

    private async IAsyncEnumerable<OrchestrationMetadata> WindowAsync(
        OrchestrationQuery query,
        DateTimeOffset begin,
        DateTimeOffset end,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var wire = new InstanceQuery
        {
            CreatedTimeFrom = Timestamp.FromDateTimeOffset(begin),
            CreatedTimeTo = Timestamp.FromDateTimeOffset(end),
            InstanceIdPrefix = query.InstanceIdPrefix,
            MaxInstanceCount = Batch,
            // Tags are in the inputs.
            FetchInputsAndOutputs = true,
        };
        wire.RuntimeStatus.AddRange((query.Statuses ?? []).Select(s => (OrchestrationStatus)s));
        do
        {
            QueryInstancesResponse page;
            try
            {
                page = await channel
                    .CallAsync(
                        (client, options) =>
                            client.QueryInstancesAsync(new QueryInstancesRequest { Query = wire }, options),
                        cancellation
                    )
                    .ConfigureAwait(false);
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.ResourceExhausted && wire.MaxInstanceCount > 1)
            {
                // Inputs so long that a page of them is too long a message: ask for fewer.
                wire.MaxInstanceCount /= 2;
                continue;
            }
            foreach (var state in page.OrchestrationState)
            {
                yield return InstanceReader.Read(state, payloads: true);
            }
            wire.ContinuationToken = page.ContinuationToken;
            if (string.IsNullOrEmpty(page.ContinuationToken))
            {
                yield break;
            }
        } while (true);
    }

    private static bool Fits(OrchestrationQuery query, OrchestrationMetadata instance) =>
        (query.Name is null || string.Equals(query.Name, instance.Name, StringComparison.OrdinalIgnoreCase))
        && (query.Statuses is null || query.Statuses.Contains(instance.RuntimeStatus))
        && (
            query.InstanceIdPrefix is null
            || instance.InstanceId.StartsWith(query.InstanceIdPrefix, StringComparison.Ordinal)
        )
        && (
            query.TagName is null
            || (
                instance.Tags.TryGetValue(query.TagName, out var value)
                && (query.TagValue is null || query.TagValue == value)
            )
        );

    private static int Compare(OrchestrationMetadata a, (DateTimeOffset CreatedAt, string InstanceId) b) =>
        b.CreatedAt.CompareTo(a.CreatedAt) is not 0 and var byTime
            ? byTime
            : string.CompareOrdinal(b.InstanceId, a.InstanceId);

    private static string Token(OrchestrationMetadata last) =>
        string.Create(CultureInfo.InvariantCulture, $"{last.CreatedAt.UtcTicks}:{last.InstanceId}");

    private static (DateTimeOffset, string) Position(string token)
    {
        var at = token.IndexOf(':', StringComparison.Ordinal);
        return
            at > 0
            && long.TryParse(token.AsSpan(0, at), NumberStyles.None, CultureInfo.InvariantCulture, out var ticks)
            && ticks <= DateTime.MaxValue.Ticks
            ? (new DateTimeOffset(ticks, TimeSpan.Zero), token[(at + 1)..])
            : throw new ArgumentException(
                $"The continuation token '{token}' is not one of this list. Take it from the page before."
            );
    }
}
