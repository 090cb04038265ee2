using System.Text.RegularExpressions;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Functions.Documents;
using IntegrationFunctions.Functions.Queues;
using IntegrationFunctions.Functions.Timers;

namespace IntegrationFunctions.Functions.Host.CustomHandler;

/// <summary>All functions that the Functions host gets to see: the only file that names them all.</summary>
internal sealed partial class FunctionRegistry
{
    private FunctionRegistry(IReadOnlyList<FunctionDeclaration> functions) => Functions = functions;

    /// <summary>In the order of their names.</summary>
    public IReadOnlyList<FunctionDeclaration> Functions { get; }

    /// <summary>The product's functions.</summary>
    /// <param name="workflows">Each orchestrator and each activity is a function of its name.</param>
    /// <param name="queues">What the queue functions are triggered by.</param>
    public static FunctionRegistry Create(DurableTaskRegistry workflows, QueueHome queues = QueueHome.ServiceBus) =>
        Of([
            .. HttpFunctions.All,
            .. TimerFunctions.All,
            .. QueueFunctions.All(queues),
            .. DocumentFunctions.All,
            .. WorkflowFunctions.All(workflows),
        ]);

    /// <summary>Checks what the host would only say in its log.</summary>
    /// <exception cref="ArgumentException">A name is not one, or there twice; an HTTP function can't be forwarded.</exception>
    public static FunctionRegistry Of(IReadOnlyList<FunctionDeclaration> functions)
    {
        foreach (var function in functions)
        {
            if (!Names().IsMatch(function.Name))
            {
                throw new ArgumentException(
                    $"'{function.Name}' can't be the name of a function: it takes a letter, and then at most 126 letters, digits, - and _."
                );
            }
            if (function.IsForwarded && function.Bindings is not [{ Type: "httpTrigger" }, { Type: "http" }])
            {
                throw new ArgumentException(
                    $"The function {function.Name} has no handler, so its requests must be forwarded; the host does that for exactly one httpTrigger and one http output."
                );
            }
        }
        // The host's rule; file systems and routes have it too.
        var twice = functions.GroupBy(f => f.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? new([.. functions.OrderBy(f => f.Name, StringComparer.Ordinal)])
            : throw new ArgumentException($"There are {twice.Count()} functions with the name {twice.Key}.");
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$")]
    private static partial Regex Names();
}
