using System.Text;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Channels.HostToHost;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Connectors;
using IntegrationFunctions.Platform.Results;
using IntegrationFunctions.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Unit.Banking.HostToHost;

public sealed class HostToHostTests
{
    private const string Token = "t0ken-of-the-bank";
    private const string Iban = "DE89370400440532013000";
    private const string Accounts =
        $$"""[{"iban":"{{Iban}}","bic":"COBADEFFXXX","currency":"EUR","owner":"Demo company"}]""";

    private static readonly byte[] Message = "<Document/>"u8.ToArray();
    private static readonly HostToHostConnector Bank = new(new Reports());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(202, "RCVD")]
    [InlineData(200, "ACSC")]
    public async Task A_message_that_was_taken_gives_a_receipt(int status, string payment)
    {
        byte[]? received = null;
        string? signIn = null;
        await using var server = await LoopbackServer.Start(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received = body.ToArray();
            signIn = context.Request.Headers.Authorization;
            Assert.Equal("/bank/payments", context.Request.Path);
            context.Response.StatusCode = status;
            await context.Response.WriteAsync($$"""{"messageId":"MSG-1","status":"{{payment}}"}""");
        });
        using var http = new TestHttp(server.Address);

        var receipt = (await Bank.Send(Context(server.Address, http), "MSG-1", Message, Ct)).Value;

        Assert.Equal(payment, receipt.Status);
        Assert.Equal(Message, received);
        Assert.Equal($"Bearer {Token}", signIn);
    }

    [Theory]
    [InlineData(409, "", ErrorKind.Permanent, "bank-duplicate-message")]
    [InlineData(400, """{"detail":"not well-formed"}""", ErrorKind.Validation, "bank-message-refused")]
    [InlineData(401, "", ErrorKind.SignInExpired, "bank-sign-in-refused")]
    [InlineData(404, "", ErrorKind.Configuration, "bank-address-wrong")]
    [InlineData(429, "", ErrorKind.RateLimited, "bank-rate-limited")]
    [InlineData(500, "", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(502, "", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(202, "<html/>", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(202, """{"messageId":"OTHER","status":"RCVD"}""", ErrorKind.UnknownOutcome, "outcome-unknown")]
    [InlineData(204, "", ErrorKind.UnknownOutcome, "outcome-unknown")]
    public async Task Anything_else_becomes_an_error_of_its_kind_and_is_never_repeated(
        int status,
        string body,
        ErrorKind kind,
        string code
    )
    {
        var requests = 0;
        await using var server = await LoopbackServer.Start(context =>
        {
            requests++;
            context.Response.StatusCode = status;
            return body.Length == 0 ? Task.CompletedTask : context.Response.WriteAsync(body);
        });
        using var http = new TestHttp(server.Address);

        var error = (await Bank.Send(Context(server.Address, http), "MSG-1", Message, Ct)).Error!;

        Assert.Equal((kind, code), (error.Kind, error.Code));
        Assert.Equal(1, requests);
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_message_went_out_leaves_the_outcome_unknown()
    {
        await using var server = new BreakingServer();
        using var http = new TestHttp(server.Address);
        var error = (await Bank.Send(Context(server.Address, http), "MSG-1", Message, Ct)).Error!;
        Assert.Equal(ErrorKind.UnknownOutcome, error.Kind);
        Assert.Equal(1, server.Requests);
    }

    [Fact]
    public async Task A_bank_that_does_not_answer_in_time_leaves_the_outcome_unknown()
    {
        var held = TimeSpan.FromSeconds(47);
        var clock = new SignalClock(held);
        await using var server = await LoopbackServer.Start(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            clock.Fire();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        using var http = new TestHttp(server.Address, options => options.WriteTimeout = held, clock);
        var error = (await Bank.Send(Context(server.Address, http), "MSG-1", Message, Ct)).Error!;
        Assert.Equal(ErrorKind.UnknownOutcome, error.Kind);
    }

    [Fact]
    public async Task A_bank_that_can_not_be_reached_has_not_got_the_message()
    {
        var server = await LoopbackServer.Start(_ => Task.CompletedTask);
        await server.DisposeAsync();
        using var http = new TestHttp(server.Address);
        var error = (await Bank.Send(Context(server.Address, http), "MSG-1", Message, Ct)).Error!;
        Assert.Equal((ErrorKind.Transient, "host-unreachable"), (error.Kind, error.Code));
    }

    [Fact]
    public async Task Never_received_is_said_only_by_a_bank_that_answers()
    {
        var isBank = true;
        await using var server = await LoopbackServer.Start(context =>
        {
            if (context.Request.Path == "/bank/accounts" && isBank)
            {
                return context.Response.WriteAsync(Accounts);
            }
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        using var http = new TestHttp(server.Address);

        Assert.Null((await Bank.GetStatus(Context(server.Address, http), "MSG-1", Ct)).Value);
        isBank = false;
        var error = (await Bank.GetStatus(Context(server.Address, http), "MSG-1", Ct)).Error!;
        Assert.Equal("bank-address-wrong", error.Code);
    }

    [Theory]
    [InlineData("MSG-1", null)]
    [InlineData("MSG-2", "bank-unexpected-answer")]
    [InlineData("", "bank-unexpected-answer")]
    public async Task A_report_counts_for_the_message_that_it_names(string reported, string? code)
    {
        await using var server = await LoopbackServer.Start(context =>
        {
            Assert.Equal("/bank/payments/MSG-1/status", context.Request.Path);
            return context.Response.WriteAsync(reported);
        });
        using var http = new TestHttp(server.Address);
        var status = await Bank.GetStatus(Context(server.Address, http), "MSG-1", Ct);
        Assert.Equal(code, status.Error?.Code);
        Assert.Equal(code is null ? "ACSC" : null, code is null ? status.Value!.GroupStatus : null);
    }

    [Fact]
    public async Task A_statement_comes_byte_for_byte()
    {
        var statement = new byte[] { 0xEF, 0xBB, 0xBF, 0x3C, 0x00, 0xFF };
        await using var server = await LoopbackServer.Start(async context =>
        {
            Assert.Equal($"/bank/accounts/{Iban}/statement", context.Request.Path);
            await context.Response.Body.WriteAsync(statement);
        });
        using var http = new TestHttp(server.Address);
        var got = (await Bank.GetStatement(Context(server.Address, http), "DE89 3704 0044 0532 0130 00", Ct)).Value;
        Assert.Equal(statement, got);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("iban", "FR7630006000011234567890189", "bank-account-unknown")]
    [InlineData("bic", "DEUTDEFF", "bank-bic-differs")]
    [InlineData("bic", "COBADEFF", null)]
    [InlineData("baseUrl", "not an address", "settings-invalid")]
    public async Task Verify_finds_the_account(string? setting, string? value, string? code)
    {
        await using var server = await LoopbackServer.Start(context => context.Response.WriteAsync(Accounts));
        using var http = new TestHttp(server.Address);
        var context = Context(server.Address, http);
        if (setting is not null)
        {
            context.Settings[setting] = value;
        }
        var report = await Bank.Verify(context, Ct);
        Assert.Equal(code, report.Error?.Code);
        Assert.Equal(code is null ? null : $"/{setting}", report.Error?.Pointer);
    }

    [Fact]
    public async Task A_bank_has_no_records()
    {
        using var http = new TestHttp();
        var error = (await Bank.FetchNext(Context(new Uri("https://bank.example"), http), "x", null, 1, Ct)).Error!;
        Assert.Equal(ErrorKind.NotSupported, error.Kind);
    }

    private static ConnectorContext Context(Uri address, TestHttp http) =>
        new(
            "ten_test",
            "int_test",
            new JsonObject
            {
                ["baseUrl"] = new Uri(address, "bank").AbsoluteUri,
                ["token"] = Token,
                ["iban"] = Iban,
                ["ownerName"] = "Demo company",
            },
            http.Client(),
            "cor_test"
        );

    /// <summary>Takes the body for the identification of the message reported on; an empty one is no report.</summary>
    private sealed class Reports : IPaymentMessages
    {
        public byte[] Write(CreditTransferOrder order) => throw new NotSupportedException();

        public IReadOnlyList<MessageFinding> Validate(ReadOnlyMemory<byte> message) =>
            throw new NotSupportedException();

        public PaymentStatusReport ReadStatus(ReadOnlyMemory<byte> report) =>
            report.Length == 0
                ? throw new FormatException("The document is empty.")
                : new PaymentStatusReport(Encoding.UTF8.GetString(report.Span), "ACSC", [], []);
    }
}
