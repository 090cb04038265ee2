using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

public sealed class ActivityFunctionTests
{
    private static readonly string Call = new ActivityEnvelope("i", "e", 3, "\"x\"", null).Write();

    [Fact]
    public async Task The_key_of_the_effect_is_that_of_every_backend()
    {
        var answer = await Run((context, text) => Task.FromResult($"{text} {context.IdempotencyKey}"), Call);

        Assert.True(answer.Ok);
        Assert.Equal($"\"x {IdempotencyKeys.Of("i", "e", 3)}\"", answer.Value);
    }

    [Fact]
    public async Task A_failure_is_an_answer_with_type_causes_and_mark()
    {
        var answer = await Run((_, _) => throw new OrchestratorBroken("no use", new TimeoutException("slow")), Call);

        Assert.False(answer.Ok);
        var details = answer.Error!.ToDetails();
        Assert.Equal(typeof(OrchestratorBroken).FullName, details.ErrorType);
        Assert.True(details.IsNonRetriable);
        Assert.Equal("slow", details.InnerFailure!.ErrorMessage);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("not json")]
    [InlineData("\"{}\"")]
    [InlineData("[\"x\"]")]
    public async Task What_no_orchestrator_of_ours_sent_is_refused_for_good(string input)
    {
        var answer = await Run((_, text) => Task.FromResult(text), input);

        Assert.False(answer.Ok);
        Assert.True(answer.Error!.NonRetriable);
        Assert.Contains("orchestrator of this program", answer.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_a_stop_of_the_host_is_an_exception_for_then_nobody_knows_the_outcome()
    {
        using var stop = new CancellationTokenSource();
        var function = Function(
            async (context, _) =>
            {
                await stop.CancelAsync();
                await Task.Delay(Timeout.Infinite, context.CancellationToken);
                return "";
            }
        );

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => function.RunAsync("Step", Call, stop.Token));
    }

    [Fact]
    public async Task An_activity_that_cancels_by_itself_has_failed()
    {
        var answer = await Run((_, _) => throw new TaskCanceledException("timeout"), Call);

        Assert.False(answer.Ok);
        Assert.Equal("timeout", answer.Error!.Message);
    }

    private static ActivityFunction Function(Func<TaskActivityContext, string, Task<string>> run) =>
        new(
            new DurableTaskRegistry().AddActivityFunc("Step", run),
            new ServiceCollection().BuildServiceProvider(),
            NullLoggerFactory.Instance
        );

    private static async Task<ActivityAnswer> Run(Func<TaskActivityContext, string, Task<string>> run, string input) =>
        ActivityAnswer.Read(await Function(run).RunAsync("Step", input, TestContext.Current.CancellationToken))!;

    private sealed class OrchestratorBroken(string message, Exception inner) : Exception(message, inner), INonRetriable
    {
        public bool IsNonRetriable => true;
    }
}
