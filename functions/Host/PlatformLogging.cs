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
            // Answered and logged by ExceptionProblems, and start failures by the command line.
            logging.AddFilter("Microsoft.AspNetCore.Diagnostics", LogLevel.None);
            logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
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
