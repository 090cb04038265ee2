using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Audit;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>audit verify</c>: whether anybody has tampered with the audit logs, for whoever has the data folder.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var data = CommonOptions.Data();
        var tenant = new Option<string?>("--tenant")
        {
            HelpName = "TENANT",
            Description = "Only this tenant's log; without: all.",
        };
        var verify = new Command(
            "verify",
            "Find entries that were changed, taken out, put in, put into another order or cut off. The server must be stopped. Exit code 1: found some."
        )
        {
            tenant,
            data,
        };
        verify.SetAction(
            (parsed, ct) =>
                Verify(parsed.GetValue(data)!, parsed.GetValue(tenant), parsed.InvocationConfiguration.Output, ct)
        );
        return new Command("audit", "The audit logs.") { verify };
    }

    private static async Task<int> Verify(string data, string? only, TextWriter output, CancellationToken ct)
    {
        if (!Directory.Exists(data))
        {
            throw new UserErrorException($"There is no data folder {data}. Name the server's with --data DIR.");
        }
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        var tenants = app.Services.GetRequiredService<ITenants>();
        if (only is not null && await tenants.Get(only, ct) is null)
        {
            throw new UserErrorException($"There is no tenant '{only}' in {Path.GetFullPath(data)}.");
        }
        var verifier = app.Services.GetRequiredService<AuditVerifier>();
        var found = 0;
        await foreach (var tenant in tenants.List(ct))
        {
            if (only is not null && tenant.Id != only)
            {
                continue;
            }
            var report = await verifier.Verify(tenant.Id, ct);
            found += report.Problems.Count;
            await output.WriteLineAsync(
                report.Problems.Count == 0
                    ? $"tenant {tenant.Id}: {report.Entries} entries, none tampered with"
                    : $"tenant {tenant.Id}: {report.Entries} entries, TAMPERED WITH"
            );
            foreach (var problem in report.Problems)
            {
                await output.WriteLineAsync($"  at {problem.Sequence}: {problem.What}");
            }
        }
        return found == 0 ? 0 : 1;
    }
}
