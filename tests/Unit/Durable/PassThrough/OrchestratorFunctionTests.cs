using Google.Protobuf;
using IntegrationFunctions.Durable;
using IntegrationFunctions.Durable.PassThrough;
using IntegrationFunctions.Durable.PassThrough.Envelopes;
using IntegrationFunctions.Durable.PassThrough.Wire;
using IntegrationFunctions.Tests.Support.DurableExtension;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

/// <summary>A call of an orchestrator that fails ends it for good, so none may fail.</summary>
public sealed class OrchestratorFunctionTests
{
    private readonly OrchestratorFunction _function = new(
        new DurableTaskRegistry()
            .AddOrchestratorFunc<int, int>("Calls", (context, n) => context.CallActivityAsync<int>("Add", n))
            .AddOrchestratorFunc<int, int>(
                "Throws",
                (_, _) => throw new InvalidOperationException("outer", new ArgumentException("inner"))
            ),
        new ServiceCollection().BuildServiceProvider(),
        NullLoggerFactory.Instance
    );

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AQIDBA==")]
    [InlineData("CgFpGAU=")]
    public void A_request_that_cannot_be_read_is_answered_as_a_failure(string request)
    {
        var end = Decode(_function.Run(request)).CompleteOrchestration;

        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.NotEmpty(end.FailureDetails.ErrorType);
        Assert.NotEmpty(end.FailureDetails.ErrorMessage);
    }

    [Fact]
    public void A_history_that_was_not_sent_along_is_answered_with_how_to_mend_it()
    {
        var request = new OrchestratorRequest { InstanceId = "i", RequiresHistoryStreaming = true };

        var end = Decode(_function.Run(request.ToByteString().ToBase64())).CompleteOrchestration;

        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("extendedSessionsEnabled", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_orchestrator_is_answered_as_a_failure_that_no_retry_can_help()
    {
        var end = Start("Missing", null).CompleteOrchestration;

        Assert.Equal(OrchestrationStatus.Failed, end.OrchestrationStatus);
        Assert.Contains("no orchestrator 'Missing'", end.FailureDetails.ErrorMessage, StringComparison.Ordinal);
        Assert.True(end.FailureDetails.IsNonRetriable);
    }

    [Fact]
    public void A_failure_keeps_its_causes_in_the_details_and_in_the_result()
    {
        var end = Start("Throws", "1").CompleteOrchestration;

        Assert.Equal("System.ArgumentException", end.FailureDetails.InnerFailure.ErrorType);
        var result = FailureEnvelope.Read(end.Result)!;
        Assert.Equal("outer", result.ErrorMessage);
        Assert.Equal("inner", result.InnerFailure!.ErrorMessage);
    }

    [Fact]
    public void An_activity_is_asked_by_a_json_string_that_says_which_step_it_is()
    {
        var input = Start("Calls", "7").ScheduleTask.Input;

        Assert.StartsWith("\"{", input, StringComparison.Ordinal);
        Assert.Equal(input, HostRewriting.Rewrite(input));
        var envelope = ActivityEnvelope.Read(input);
        Assert.Equal(("i", "e", 0, "7"), (envelope.InstanceId, envelope.ExecutionId, envelope.TaskId, envelope.Input));
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", envelope.TraceParent);
    }

    private OrchestratorAction Start(string name, string? input)
    {
        var started = new ExecutionStartedEvent
        {
            Name = name,
            Input = input,
            OrchestrationInstance = new() { InstanceId = "i", ExecutionId = "e" },
            ParentTraceContext = new() { TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        };
        var request = new OrchestratorRequest
        {
            InstanceId = "i",
            NewEvents =
            {
                new HistoryEvent { EventId = -1, OrchestratorStarted = new() },
                new HistoryEvent { EventId = -1, ExecutionStarted = started },
            },
        };
        return Decode(_function.Run(request.ToByteString().ToBase64()));
    }

    private static OrchestratorAction Decode(string answer) =>
        Assert.Single(OrchestratorResponse.Parser.ParseFrom(Convert.FromBase64String(answer)).Actions);
}
