using System.CommandLine;
using IntegrationFunctions.Functions.Host;
using IntegrationFunctions.Identity;
using IntegrationFunctions.Identity.Quotas;
using IntegrationFunctions.Platform.Documents.Transfer;

namespace IntegrationFunctions.Functions.Cli;

/// <summary><c>tenant export</c> and <c>tenant import</c>: all documents of a tenant as a file, while the server is stopped.</summary>
internal static class TenantCommand
{
    private static string LeftOut => string.Join(" and ", TransferFormat.LeftOut);

    public static Command Create() =>
        new("tenant", "A new tenant, all documents of one, and its plan.")
        {
            TenantCreate.Create(),
            Export(),
            Import(),
            SetPlan(),
        };

    private static Command Export()
    {
        var tenant = new Argument<string>("tenant") { Description = "The tenant's id." };
        var data = CommonOptions.Data();
        var file = new Option<string>("--to")
        {
            HelpName = "FILE",
            Description = "File to write, which must not exist yet.",
            Required = true,
        };
        var command = new Command(
            "export",
            $"Write all documents of a tenant as NDJSON, without {LeftOut}. The server must be stopped."
        )
        {
            tenant,
            file,
            data,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetValue(data)!,
                    parsed.GetRequiredValue(tenant),
                    services => Export(services, parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(file), ct),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static Command Import()
    {
        var tenant = new Argument<string>("tenant") { Description = "The id of the tenant whose they become." };
        var data = CommonOptions.Data();
        var file = new Option<string>("--from")
        {
            HelpName = "FILE",
            Description = "File that tenant export wrote.",
            Required = true,
        };
        var command = new Command(
            "import",
            $"Write documents of such a file over those of the same paths; others stay. Without {LeftOut}. The server must be stopped."
        )
        {
            tenant,
            file,
            data,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetValue(data)!,
                    parsed.GetRequiredValue(tenant),
                    services => Import(services, parsed.GetRequiredValue(tenant), parsed.GetRequiredValue(file), ct),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static Command SetPlan()
    {
        var tenant = new Argument<string>("tenant") { Description = "The tenant's id." };
        var data = CommonOptions.Data();
        var plan = new Option<string>("--plan")
        {
            HelpName = "PLAN",
            Description = $"One of {string.Join(", ", Plans.All.Select(known => known.Name))}.",
            Required = true,
        };
        var zone = new Option<string?>("--time-zone")
        {
            HelpName = "ZONE",
            Description = "Whose calendar months count: a name of the IANA database. Without: UTC.",
        };
        var command = new Command("plan", "Put a tenant on a plan of limits. The server must be stopped.")
        {
            tenant,
            plan,
            zone,
            data,
        };
        command.SetAction(
            (parsed, ct) =>
                Run(
                    parsed.GetValue(data)!,
                    parsed.GetRequiredValue(tenant),
                    services =>
                        SetPlan(
                            services,
                            parsed.GetRequiredValue(tenant),
                            parsed.GetRequiredValue(plan),
                            parsed.GetValue(zone),
                            ct
                        ),
                    parsed.InvocationConfiguration.Output,
                    ct
                )
        );
        return command;
    }

    private static async Task<string> SetPlan(
        IServiceProvider services,
        string tenant,
        string plan,
        string? timeZone,
        CancellationToken ct
    )
    {
        try
        {
            var set = await services.GetRequiredService<ITenantPlans>().Set(tenant, plan, timeZone, ct);
            return $"Tenant {tenant} is on the plan {set.Plan.Name}; its months are those of {set.TimeZone.Id}.";
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(e.Message);
        }
    }

    private static async Task<int> Run(
        string data,
        string tenant,
        Func<IServiceProvider, Task<string>> work,
        TextWriter output,
        CancellationToken ct
    )
    {
        if (!Directory.Exists(data))
        {
            throw new UserErrorException($"There is no data folder {data}. Name the server's with --data DIR.");
        }
        // Composed and not started: nothing listens, no workflow runs.
        await using var app = PlatformHost.Build(new PlatformOptions(data));
        if (!await app.Services.GetRequiredService<ITenants>().HasSpace(tenant, ct))
        {
            throw new UserErrorException(
                $"There is no tenant '{tenant}' in {Path.GetFullPath(data)}. Start the server once, or name another."
            );
        }
        await output.WriteLineAsync(await work(app.Services));
        return 0;
    }

    private static async Task<string> Export(
        IServiceProvider services,
        string tenant,
        string file,
        CancellationToken ct
    )
    {
        // Half a file must not look like a whole one.
        var part = file + ".part";
        try
        {
            if (File.Exists(file))
            {
                throw new IOException("It exists already.");
            }
            TransferFigures figures;
            await using (var stream = new FileStream(part, FileMode.Create, FileAccess.Write))
            {
                figures = await services.GetRequiredService<ExportTenant>().Run(tenant, stream, ct);
            }
            File.Move(part, file);
            return $"Exported {figures.Documents} documents of {figures.Collections} collections to {file}, without {LeftOut}.";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} can't be written: {e.Message} Name another with --to.");
        }
        finally
        {
            RemovePart(part);
        }
    }

    private static void RemovePart(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written, nothing can be removed; what was wrong is said already.
        }
    }

    private static async Task<string> Import(
        IServiceProvider services,
        string tenant,
        string file,
        CancellationToken ct
    )
    {
        try
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read);
            var figures = await services.GetRequiredService<ImportTenant>().Run(tenant, stream, ct);
            return $"Imported {figures.Documents} documents of {figures.Collections} collections from {file}.";
        }
        catch (TransferException e)
        {
            throw new UserErrorException($"{file}: {e.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{file} can't be read: {e.Message} Name another with --from.");
        }
    }
}
