using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IntegrationFunctions.Banking.Payments;
using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Functions.Http.Payments;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static IntegrationFunctions.Tests.Unit.Payments.PaymentFixture;

namespace IntegrationFunctions.Tests.Unit.Payments;

/// <summary>The endpoints over HTTP, with the caller given by headers in place of a key.</summary>
public sealed class PaymentApiTests : IAsyncLifetime
{
    private readonly PaymentFixture _world = new PaymentFixture().WithInvoices(3);
    private WebApplication _app = null!;
    private HttpClient _http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_payment_goes_from_proposal_to_proof()
    {
        var proposed = await Send("POST", "/payments", "anna:Accountant", Proposal(), ("Idempotency-Key", "k1"));
        Assert.Equal(HttpStatusCode.Created, proposed.Status);
        var id = Text(proposed.Body, "id");
        var hash = Text(proposed.Body, "contentHash");
        Assert.Equal("300.30", Text(proposed.Body, "total"));
        Assert.Equal("proposed", Text(proposed.Body, "status"));
        var again = await Send("POST", "/payments", "anna:Accountant", Proposal(), ("Idempotency-Key", "k1"));
        Assert.Equal((HttpStatusCode.OK, id), (again.Status, Text(again.Body, "id")));
        Assert.Equal(HttpStatusCode.NotFound, (await Send("GET", $"/payments/{id}/message", "eve:Auditor")).Status);

        await Send("POST", $"/payments/{id}/approve", "bert:Approver", new { contentHash = hash });
        var approved = await Send("POST", $"/payments/{id}/approve", "cleo:Approver", new { contentHash = hash });
        Assert.Equal("approved", Text(approved.Body, "status"));
        var unproven = await Send("GET", $"/payments/{id}/proof", "eve:Auditor");
        Assert.False(unproven.Body!["proven"]!.GetValue<bool>());
        await new InlineRun(_world).Pay(id);

        var proof = await Send("GET", $"/payments/{id}/proof", "eve:Auditor");
        Assert.True(proof.Body!["proven"]!.GetValue<bool>());
        Assert.Equal("ACSC", Text(proof.Body["bank"], "status"));
        Assert.True(proof.Body["message"]!["valid"]!.GetValue<bool>());
        Assert.StartsWith("51", Text(proof.Body["erp"], "document"));
        using var message = new HttpRequestMessage(HttpMethod.Get, $"api/v1/payments/{id}/message");
        message.Headers.Add("X-User", "eve:Auditor");
        using var xml = await _http.SendAsync(message, Ct);
        Assert.Equal("application/xml", xml.Content.Headers.ContentType!.MediaType);
        Assert.Equal(_world.BankFake.Sends[0].Bytes, await xml.Content.ReadAsByteArrayAsync(Ct));
        var list = await Send("GET", "/payments?status=posted", "eve:Auditor");
        Assert.Equal(id, Text(Assert.Single(list.Body!["items"]!.AsArray()), "id"));
    }

    [Fact]
    public async Task Rules_are_told_as_problems()
    {
        var payment = await _world.Proposed();
        var approve = $"/payments/{payment.Id}/approve";

        await Problem("POST", approve, "bert:Approver", new { contentHash = "0" }, 409, "payment-changed");
        await Problem(
            "POST",
            approve,
            "usr_anna:Approver",
            new { contentHash = payment.ContentHash },
            403,
            "four-eyes"
        );
        await Problem("POST", approve, "otto:Owner", new { contentHash = payment.ContentHash }, 403, "forbidden");
        await Problem("POST", "/payments", "bert:Approver", Proposal(), 403, "forbidden");
        await Problem("POST", "/payments", "anna:Accountant", Proposal(), 422, "nothing-to-pay");
        await Problem("POST", "/payments", "anna:Accountant", Proposal(bank: "int_erp"), 422, "not-a-bank");
        await Problem("POST", "/payments", "anna:Accountant", Proposal(bank: "int_none"), 404, "integration-not-found");
        await Problem("GET", "/payments/pay_none", "eve:Auditor", null, 404, "not-found");
        await Problem("GET", "/payments/..%5C", "eve:Auditor", null, 404, "not-found");
        await Problem("GET", "/payments?status=paid", "eve:Auditor", null, 400, "parameter-invalid");
        await Problem("POST", $"/payments/{payment.Id}/reject", "bert:Approver", new { reason = " " }, 422, "required");
    }

    [Fact]
    public async Task An_edit_needs_the_version_that_was_read()
    {
        var payment = await _world.Proposed();
        var edit = new { removeLines = new[] { payment.Lines[0].LineId } };
        var path = $"/payments/{payment.Id}";

        Assert.Equal(428, (int)(await Send("PATCH", path, "anna:Accountant", edit)).Status);
        Assert.Equal(412, (int)(await Send("PATCH", path, "anna:Accountant", edit, ("If-Match", "\"9\""))).Status);
        var read = await Send("GET", path, "anna:Accountant");
        var edited = await Send("PATCH", path, "anna:Accountant", edit, ("If-Match", read.ETag!));
        Assert.Equal(HttpStatusCode.OK, edited.Status);
        Assert.NotEqual(read.ETag, edited.ETag);
        Assert.Equal(2, edited.Body!["lines"]!.AsArray().Count);
        Assert.Equal("cancelled", Text((await Send("POST", $"{path}/cancel", "anna:Accountant")).Body, "status"));
    }

    private static object Proposal(string bank = Bank) =>
        new
        {
            erpIntegrationId = Erp,
            bankIntegrationId = bank,
            dueOnOrBefore = "2026-03-02",
        };

    private async Task Problem(string method, string path, string user, object? body, int status, string code)
    {
        var answer = await Send(method, path, user, body);
        Assert.Equal((status, code), ((int)answer.Status, Text(answer.Body, "code")));
    }

    private async Task<(HttpStatusCode Status, JsonNode? Body, string? ETag)> Send(
        string method,
        string path,
        string user,
        object? body = null,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v1{path}");
        request.Headers.Add("X-User", user);
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await _http.SendAsync(request, Ct);
        var text = await response.Content.ReadAsStringAsync(Ct);
        return (response.StatusCode, text.Length > 0 ? JsonNode.Parse(text) : null, response.Headers.ETag?.Tag);
    }

    private static string Text(JsonNode? node, string name) => node![name]!.GetValue<string>();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(o => ApiJson.Configure(o.SerializerOptions));
        builder.Services.AddSingleton<TimeProvider>(_world.Clock);
        builder.Services.AddSingleton(_ => _world.Services.GetRequiredService<ProposePayment>());
        builder.Services.AddSingleton(_ => _world.Services.GetRequiredService<EditPayment>());
        builder.Services.AddSingleton(_ => _world.Services.GetRequiredService<ApprovePayment>());
        builder.Services.AddSingleton(_ => _world.Services.GetRequiredService<RejectPayment>());
        builder.Services.AddSingleton(_ => _world.Services.GetRequiredService<CancelPayment>());
        builder.Services.AddSingleton(_ => _world.Documents);
        _app = builder.Build();
        _app.Use(
            (HttpContext http, RequestDelegate next) =>
            {
                var parts = http.Request.Headers["X-User"].ToString().Split(':');
                http.SetCaller(User(parts[0], Enum.Parse<Role>(parts[1])));
                return next(http);
            }
        );
        _app.UseRouting();
        _app.Use(Authorisation.Run);
        _app.MapGroup("/api/v1").MapPayments();
        await _app.StartAsync(Ct);
        _http = new HttpClient { BaseAddress = new Uri(_app.Urls.First() + "/") };
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.DisposeAsync();
        _world.Dispose();
    }
}
