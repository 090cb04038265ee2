using IntegrationFunctions.Durable;

namespace IntegrationFunctions.CrashWorker;

/// <summary>Does to the instances what their scripts say, from where the life before was killed, and waits for their end.</summary>
internal sealed class Driver(DurableTaskClient client, Ledger ledger)
{
    public Task Run(IEnumerable<Script> scripts) => Task.WhenAll(scripts.Select(Run));

    private async Task Run(Script script)
    {
        await Tell(script);
        foreach (var id in script.Children.Prepend(script.InstanceId))
        {
            await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: false);
        }
    }

    /// <summary>Gives an instance its commands, those that were not acknowledged yet, and notes each acknowledgement.</summary>
    public async Task Tell(Script script)
    {
        for (var i = 0; i < script.Commands.Length; i++)
        {
            if (ledger.Has(Ledger.Acknowledged(script, i)))
            {
                continue;
            }
            var again = ledger.Has(Ledger.Tried(script, i));
            if (!again)
            {
                ledger.Write(Ledger.Tried(script, i));
            }
            // A repeat may find that the first try was heard, and that the instance has ended since.
            if (!await Do(script, script.Commands[i]) && !again)
            {
                throw new InvalidOperationException(
                    $"{script.InstanceId} does not take command {i}, {script.Commands[i].GetType().Name}."
                );
            }
            ledger.Write(Ledger.Acknowledged(script, i));
        }
    }

    private async Task<bool> Do(Script script, Command command)
    {
        switch (command)
        {
            case Command.Start:
                return await Start(script);
            case Command.Raise raise:
                return await client.RaiseEventAsync(script.InstanceId, raise.Name, raise.Payload);
            case Command.Suspend:
                return await client.SuspendInstanceAsync(script.InstanceId);
            case Command.Resume:
                return await client.ResumeInstanceAsync(script.InstanceId);
            case Command.Terminate terminate:
                return await client.TerminateInstanceAsync(script.InstanceId, terminate.Output);
            case Command.Pause pause:
                await Task.Delay(pause.Milliseconds);
                return true;
            default:
                throw new NotSupportedException($"{command.GetType().Name} is no command.");
        }
    }

    private async Task<bool> Start(Script script)
    {
        var options = new StartOrchestrationOptions(
            script.InstanceId,
            script.StartIn is { } wait ? DateTimeOffset.UtcNow + wait : null,
            new Dictionary<string, string> { [StartOrchestrationOptions.TenantTag] = script.Flow }
        );
        try
        {
            await client.ScheduleNewOrchestrationInstanceAsync(script.Flow, script.Input, options);
            return true;
        }
        catch (OrchestrationAlreadyExistsException)
        {
            return false;
        }
    }
}
