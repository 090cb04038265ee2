using Microsoft.Extensions.Logging.Console;

namespace IntegrationFunctions.Functions.Host;

/// <summary>Logs to the console, one line each: warnings and worse.</summary>
internal static class PlatformLogging
{
    public static IServiceCollection AddPlatformLogging(this IServiceCollection services) =>
        services.AddLogging(logging =>
        {
            logging.ClearProviders();
            logging.SetMinimumLevel(LogLevel.Warning);
            // Answered and logged by ExceptionProblems.
            logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
            // Every attempt with a stack trace; what the last one came to is an error value, told by whoever asked.
            logging.AddFilter("Polly", LogLevel.None);
            // Says of every token what was not asked of it, and twice why one was refused; whoever asked tells it.
            logging.AddFilter("Microsoft.IdentityModel", LogLevel.None);
            logging.AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None);
            // A start that fails is told by the command line, in one line; background services report their own failures and never throw.
            logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
            logging.AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
                console.UseUtcTimestamp = true;
                console.ColorBehavior = LoggerColorBehavior.Disabled;
            });
            logging.Services.Configure<ConsoleLoggerOptions>(o => o.LogToStandardErrorThreshold = LogLevel.Trace);
        });
}
