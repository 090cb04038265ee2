using System.Security.Cryptography;
using System.Text;
using IntegrationFunctions.Durable.PassThrough.Wire;
using Microsoft.Extensions.Logging;

namespace IntegrationFunctions.Durable.PassThrough;

/// <summary>What a round of the watchdog did, by instance id.</summary>
/// <param name="Rewound">Go on from before their failure.</param>
/// <param name="Restarted">Run anew from their start, since the store could not rewind them.</param>
/// <param name="GivenUp">Have failed so too often, or could not be helped; a person has to look.</param>
/// <param name="LeftToParent">Failed as the step of another, which is helped in their place or has dealt with the failure.</param>
public sealed record WatchdogReport(
    IReadOnlyList<string> Rewound,
    IReadOnlyList<string> Restarted,
    IReadOnlyList<string> GivenUp,
    IReadOnlyList<string> LeftToParent
);

/// <summary>
/// Finds orchestrations that the extension failed for good because a call of their function did not come through (the process was killed, or
/// did not answer), and lets them go on. Call it from a timer. An instance is helped three times at most: each try is claimed first, as an
/// instance of its own whose id is made of the helped one's and of the number of the try. So tries are counted over restarts, and two
/// watchdogs don't do the same one. Who purges the claims begins the count anew.
/// </summary>
public sealed class DurableWatchdog(DurableTaskClient client, TimeProvider clock, ILogger<DurableWatchdog> logger)
{
    /// <summary>How often an instance is helped.</summary>
    public const int MaximumTries = 3;

    /// <summary>The orchestrator that claims are instances of; it ends at once.</summary>
    public const string ClaimName = "DurableWatchdogClaim";

    /// <summary>One round.</summary>
    public async Task<WatchdogReport> RunAsync(CancellationToken cancellation)
    {
        List<string> rewound = [],
            restarted = [],
            givenUp = [],
            leftToParent = [];
        HashSet<string> looked = [];
        foreach (var failed in await FailedCallsAsync(cancellation).ConfigureAwait(false))
        {
            var instance = await RootAsync(failed, cancellation).ConfigureAwait(false);
            if (instance?.InstanceId != failed.InstanceId)
            {
                leftToParent.Add(failed.InstanceId);
            }
            if (instance is null || !looked.Add(instance.InstanceId))
            {
                continue;
            }
            if (!await ClaimAsync(instance.InstanceId, cancellation).ConfigureAwait(false))
            {
                givenUp.Add(instance.InstanceId);
                logger.LogWarning(
                    "Orchestration {InstanceId} failed again by a call that did not come through, after {Tries} tries: it is left.",
                    instance.InstanceId,
                    MaximumTries
                );
                continue;
            }
            (
                await HelpAsync(instance, cancellation).ConfigureAwait(false) switch
                {
                    Help.Rewound => rewound,
                    Help.Restarted => restarted,
                    _ => givenUp,
                }
            ).Add(instance.InstanceId);
        }
        return new WatchdogReport(rewound, restarted, givenUp, leftToParent);
    }

    /// <summary>Whether the extension, and not the orchestrator, made it fail.</summary>
    internal static bool IsFailedCall(TaskFailureDetails? failure) =>
        failure is not null
        && failure.ErrorMessage.StartsWith("Function '", StringComparison.Ordinal)
        && failure.ErrorMessage.Contains("failed with an unhandled exception", StringComparison.Ordinal);

    private async Task<List<OrchestrationMetadata>> FailedCallsAsync(CancellationToken cancellation)
    {
        var found = new List<OrchestrationMetadata>();
        var query = new OrchestrationQuery(Statuses: [OrchestrationRuntimeStatus.Failed], PageSize: 1000);
        while (true)
        {
            var page = await client.QueryInstancesAsync(query, cancellation).ConfigureAwait(false);
            found.AddRange(page.Instances.Where(i => i.Name != ClaimName && IsFailedCall(i.FailureDetails)));
            if (page.ContinuationToken is not { } next)
            {
                return found;
            }
            query = query with { ContinuationToken = next };
        }
    }

    /// <summary>
    /// The one to help: the topmost that failed by this failure, for a rewind takes its steps along. Null where somebody above has got the
    /// failure as an answer and did not fail by it: no other answer is wanted there.
    /// </summary>
    private async Task<OrchestrationMetadata?> RootAsync(OrchestrationMetadata failed, CancellationToken cancellation)
    {
        while (
            failed.ParentInstanceId is { } id
            && await client.GetInstanceAsync(id, true, cancellation).ConfigureAwait(false) is { } parent
        )
        {
            if (parent.RuntimeStatus != OrchestrationRuntimeStatus.Failed || !StemsFrom(parent.FailureDetails, failed))
            {
                return null;
            }
            failed = parent;
        }
        return failed;
    }

    private static bool StemsFrom(TaskFailureDetails? failure, OrchestrationMetadata child) =>
        failure is not null
        && (
            failure.ErrorType == WireValues.NoDetails
            || failure.ErrorMessage == child.FailureDetails?.ErrorMessage
            || StemsFrom(failure.InnerFailure, child)
        );

    private async Task<bool> ClaimAsync(string instanceId, CancellationToken cancellation)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(instanceId)).AsSpan(0, 16));
        for (var attempt = 1; attempt <= MaximumTries; attempt++)
        {
            try
            {
                await client
                    .ScheduleNewOrchestrationInstanceAsync(
                        ClaimName,
                        $"{instanceId}, {clock.GetUtcNow():O}",
                        new StartOrchestrationOptions($"watchdog-{attempt}-{hash}"),
                        cancellation
                    )
                    .ConfigureAwait(false);
                return true;
            }
            catch (OrchestrationAlreadyExistsException)
            {
                // This try was made before.
            }
        }
        return false;
    }

    private async Task<Help> HelpAsync(OrchestrationMetadata instance, CancellationToken cancellation)
    {
        var id = instance.InstanceId;
        try
        {
            if (await client.RewindInstanceAsync(id, "watchdog", cancellation).ConfigureAwait(false))
            {
                logger.LogWarning("Orchestration {InstanceId} was failed by the host and is rewound.", id);
                return Help.Rewound;
            }
        }
        catch (NotSupportedException e)
        {
            logger.LogWarning("Orchestration {InstanceId} can't be rewound: {Reason}", id, e.Message);
        }
        try
        {
            await client.RestartAsync(id, false, cancellation).ConfigureAwait(false);
            logger.LogWarning("Orchestration {InstanceId} was failed by the host and is restarted.", id);
            return Help.Restarted;
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException)
        {
            logger.LogWarning("Orchestration {InstanceId} can't be restarted: {Reason}", id, e.Message);
            return Help.None;
        }
    }

    private enum Help
    {
        None,
        Rewound,
        Restarted,
    }
}
