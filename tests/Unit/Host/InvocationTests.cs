using System.Text;
using System.Text.Json;
using IntegrationFunctions.Functions.Documents;
using IntegrationFunctions.Functions.Host.CustomHandler;
using IntegrationFunctions.Functions.Queues;
using Moq;

namespace IntegrationFunctions.Tests.Unit.Host;

/// <summary>The envelope, decoded as the host documents it.</summary>
public sealed class InvocationTests
{
    [Fact]
    public void A_string_is_encoded_twice_and_comes_out_as_it_was()
    {
        var call = Read("""{"Data":{"message":"\"{\\\"amount\\\":\\\"12345678901234567.89\\\"}\""},"Metadata":{}}""");

        Assert.Equal("""{"amount":"12345678901234567.89"}""", call.Text("message"));
    }

    [Theory]
    [InlineData("""{"x":{"AdjustForDST":true}}""", JsonValueKind.Object, """{"AdjustForDST":true}""")]
    [InlineData("""{"x":"[1,2]"}""", JsonValueKind.Array, "[1,2]")]
    [InlineData("""{"x":"12345678901234567.89"}""", JsonValueKind.Number, "12345678901234567.89")]
    [InlineData("""{"x":"null"}""", JsonValueKind.Null, "null")]
    [InlineData("""{"x":null}""", JsonValueKind.Null, "null")]
    public void Objects_come_as_they_are_and_all_else_as_its_text(string data, JsonValueKind kind, string text)
    {
        var value = Read($$$"""{"Data":{{{data}}},"Metadata":{}}""").Value("x");

        Assert.Equal((kind, text), (value.ValueKind, value.GetRawText()));
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{", "not JSON")]
    [InlineData("[]", "is array")]
    [InlineData("""{"Metadata":{}}""", "no object Data")]
    [InlineData("""{"Data":"x"}""", "no object Data")]
    [InlineData("""{"Data":{},"Metadata":[]}""", "Metadata is array")]
    [InlineData("""{"Data":{},"Metadata":{}}""", "Data.message is missing")]
    [InlineData("""{"Data":{"message":"plain"},"Metadata":{}}""", "encodes strings twice")]
    [InlineData("""{"Data":{"message":"17"},"Metadata":{}}""", "must be text")]
    public void What_is_no_envelope_is_told_where(string body, string why)
    {
        var e = Assert.Throws<EnvelopeException>(() => Read(body).Text("message"));

        Assert.Contains(why, e.Message);
    }

    [Fact]
    public void A_message_of_Service_Bus_is_read_with_its_properties()
    {
        var message = HostMessage.Read(
            "sync-requests",
            Read(
                """
                {"Data":{"message":"\"{}\""},"Metadata":{"MessageId":"\"0017\"","DeliveryCount":"3","LockToken":"\"l\"",
                 "ApplicationProperties":{"tenant":"demo"}}}
                """
            )
        );

        Assert.Equal(
            ("sync-requests", "0017", "demo", "{}", 3, "l"),
            (message.Queue, message.Id, message.TenantId, Text(message.Body), message.DeliveryCount, message.LockToken)
        );
    }

    [Fact]
    public void A_message_of_a_storage_queue_says_in_its_body_whose_it_is()
    {
        var message = HostMessage.Read(
            "sync-requests",
            Read(
                """
                {"Data":{"message":"\"{\\\"tenant\\\":\\\"demo\\\",\\\"body\\\":{\\\"a\\\":1.50}}\""},
                 "Metadata":{"DequeueCount":"2","Id":"\"m-1\"","PopReceipt":"\"r\""}}
                """
            )
        );

        Assert.Equal(
            ("m-1", "demo", """{"a":1.50}""", 2),
            (message.Id, message.TenantId, Text(message.Body), message.DeliveryCount)
        );
    }

    [Theory]
    [InlineData("""{"MessageId":"\"m\""}""", "'tenant', on message m")]
    [InlineData("""{"MessageId":"\"m\"","ApplicationProperties":{"tenant":""}}""", "'tenant', on message m")]
    [InlineData("""{"ApplicationProperties":{"tenant":"demo"}}""", "MessageId")]
    [InlineData("""{"DequeueCount":"1","Id":"\"m\""}""", "tenant, on message m")]
    public void A_message_that_does_not_say_whose_it_is_is_refused(string metadata, string why)
    {
        var call = Read($$"""{"Data":{"message":"\"{}\""},"Metadata":{{metadata}}}""");

        Assert.Contains(why, Assert.Throws<EnvelopeException>(() => HostMessage.Read("q", call)).Message);
    }

    [Fact]
    public void Changed_documents_are_known_by_their_partition_and_id()
    {
        var call = Read(
            """{"Data":{"documents":"[{\"id\":\"pay_1\",\"partition\":\"tenants/demo/payments\"}]"},"Metadata":{}}"""
        );

        Assert.Equal([new ChangedDocument("demo", "pay_1")], DocumentFunctions.Read(call));
    }

    [Fact]
    public void Messages_that_wait_beside_documents_are_none_and_a_document_has_its_own_name()
    {
        var call = Read(
            """{"Data":{"documents":"[{\"id\":\"~o1\",\"kind\":\"outbox\",\"partition\":\"tenants/demo\"},{\"id\":\"~d..~\",\"name\":\"..\",\"kind\":\"document\",\"partition\":\"tenants/demo\"}]"},"Metadata":{}}"""
        );

        Assert.Equal([new ChangedDocument("demo", "..")], DocumentFunctions.Read(call));
    }

    [Theory]
    [InlineData("""{\"id\":\"x\"}""", "has no text 'partition'")]
    [InlineData("""{\"partition\":\"tenants/demo\"}""", "has no text 'id'")]
    [InlineData("""{\"id\":\"x\",\"partition\":\"other/demo\"}""", "must begin with tenants/")]
    [InlineData("17", "has no text 'id'")]
    public void A_document_of_no_tenant_is_refused(string document, string why)
    {
        var call = Read($$$"""{"Data":{"documents":"[{{{document}}}]"},"Metadata":{}}""");

        Assert.Contains(why, Assert.Throws<EnvelopeException>(() => DocumentFunctions.Read(call)).Message);
    }

    [Fact]
    public void An_answer_is_always_an_object()
    {
        Assert.Equal("""{"Outputs":{},"Logs":[],"ReturnValue":null}""", Text(FunctionAnswer.Done.ToJson()));
        Assert.Equal(
            """{"Outputs":{},"Logs":["why"],"ReturnValue":"{\"a\":1.50}"}""",
            Text(new FunctionAnswer("""{"a":1.50}""", Logs: ["why"]).ToJson())
        );
    }

    private static Invocation Read(string body) =>
        Invocation.Read("id", Encoding.UTF8.GetBytes(body), Mock.Of<IServiceProvider>());

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
