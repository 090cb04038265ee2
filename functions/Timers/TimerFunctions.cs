using IntegrationFunctions.Functions.Host.CustomHandler;

namespace IntegrationFunctions.Functions.Timers;

/// <summary>What is done by the clock, where the Functions host has the clock.</summary>
internal static class TimerFunctions
{
    public static IEnumerable<FunctionDeclaration> All =>
        [
            new()
            {
                Name = "HouseKeeping",
                Bindings = [FunctionBinding.Timer(HouseKeeping.Cron), FunctionBinding.Client],
                Handle = async (call, ct) =>
                {
                    await call.Services.GetRequiredService<HouseKeeping>().Run(ct);
                    return FunctionAnswer.Done;
                },
            },
            new()
            {
                Name = "SyncSchedule",
                Bindings = [FunctionBinding.Timer(SyncSchedule.Cron), FunctionBinding.Client],
                Handle = async (call, ct) =>
                {
                    await call.Services.GetRequiredService<SyncSchedule>().AskForDue(ct);
                    return FunctionAnswer.Done;
                },
            },
        ];
}
