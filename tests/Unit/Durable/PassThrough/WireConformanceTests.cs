using Google.Protobuf;
using IntegrationFunctions.Durable.PassThrough.Wire;

namespace IntegrationFunctions.Tests.Unit.Durable.PassThrough;

/// <summary>Every captured message is understood whole: read with unknown fields thrown away and written again, it is the same.</summary>
public sealed class WireConformanceTests
{
    private const int Messages = 222;

    [Fact]
    public void Every_message_is_read_and_written_again_byte_for_byte()
    {
        var lines = CapturedMessages.Read("messages.jsonl");
        Assert.Equal(Messages, lines.Length);
        Assert.All(
            lines,
            line =>
            {
                var rpc = line.GetProperty("rpc").GetString()!;
                var bytes = line.GetProperty("b64").GetBytesFromBase64();
                var method = TaskHubSidecarService.Descriptor.FindMethodByName(rpc[(rpc.LastIndexOf('/') + 1)..]);
                var type = line.GetProperty("dir").GetString() == "in" ? method.InputType : method.OutputType;
                var message = type.Parser.WithDiscardUnknownFields(true).ParseFrom(bytes);
                Assert.Equal(Convert.ToHexString(bytes), Convert.ToHexString(message.ToByteArray()));
            }
        );
    }

    [Fact]
    public void Histories_and_actions_come_back_from_the_model_as_they_were()
    {
        int events = 0,
            actions = 0;
        foreach (var pair in CapturedMessages.Read("executions.jsonl"))
        {
            var request = OrchestratorRequest.Parser.ParseFrom(pair.GetProperty("request").GetBytesFromBase64());
            var response = OrchestratorResponse.Parser.ParseFrom(pair.GetProperty("response").GetBytesFromBase64());
            foreach (var e in request.PastEvents.Concat(request.NewEvents))
            {
                Assert.Equal(e, EventCodec.ToWire(EventCodec.FromWire(e)!));
                events++;
            }
            foreach (var action in response.Actions)
            {
                Assert.Equal(action, ActionCodec.ToWire(ActionCodec.FromWire(action)));
                actions++;
            }
        }
        Assert.Equal(180, events);
        Assert.Equal(29, actions);
    }
}
