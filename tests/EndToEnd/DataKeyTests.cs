using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace IntegrationFunctions.Tests.EndToEnd;

[Collection(PlatformCollection.Name)]
public sealed class DataKeyTests(PlatformFixture platform)
{
    private const string Path = "/api/v1/data-key";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_owner_rotates_destroys_and_renews_the_key_of_its_tenant()
    {
        var tenant = $"k{Guid.NewGuid():N}";
        await platform.Services.GetRequiredService<ITenants>().Create(tenant, "Keys", Ct);
        var secrets = platform.Services.GetRequiredService<ISecretStore>();
        var owner = await platform.SignIn(tenant, Role.Owner);

        Assert.Null((await owner.Get(Path)).Json!["number"]);
        await secrets.Set(tenant, "token", "hunter2", Ct);
        var rotated = await owner.Post($"{Path}/rotate");
        Assert.Equal((200, 2, 1), (rotated.Status, Number(rotated, "number"), Number(rotated, "resealed")));
        Assert.Equal(2, Number(await owner.Get(Path), "number"));
        Assert.Equal("hunter2", await secrets.Get(tenant, "token", Ct));

        Assert.Equal("data-key-not-destroyed", (await owner.Post($"{Path}/renew")).Code);
        var unsure = await owner.Post($"{Path}/destroy", """{"tenantId":"demo"}""");
        Assert.Equal((422, "/tenantId"), (unsure.Status, Assert.Single(unsure.Pointers)));
        Assert.Equal("hunter2", await secrets.Get(tenant, "token", Ct));
        var body = $$"""{"tenantId":"{{tenant}}"}""";
        Assert.Equal(204, (await owner.Post($"{Path}/destroy", body)).Status);
        Assert.Equal(204, (await owner.Post($"{Path}/destroy", body)).Status);
        await Assert.ThrowsAsync<KeyDestroyedException>(() => secrets.Get(tenant, "token", Ct));

        var destroyed = await owner.Get(Path);
        Assert.Null(destroyed.Json!["number"]);
        Assert.NotNull(destroyed.Json["destroyedAt"]);
        var refused = await owner.Post($"{Path}/rotate");
        Assert.Equal((409, "tenant-key-destroyed"), (refused.Status, refused.Code));
        Assert.Equal(3, Number(await owner.Post($"{Path}/renew"), "number"));
        await secrets.Set(tenant, "token", "anew", Ct);
        Assert.Equal("anew", await secrets.Get(tenant, "token", Ct));
    }

    [Theory]
    [InlineData(Role.Administrator, 200, 200, 403)]
    [InlineData(Role.Auditor, 200, 403, 403)]
    [InlineData(Role.Developer, 403, 403, 403)]
    [InlineData(Role.Accountant, 403, 403, 403)]
    public async Task Others_may_do_less(Role role, int read, int rotate, int destroy)
    {
        var tenant = $"k{Guid.NewGuid():N}";
        await platform.Services.GetRequiredService<ITenants>().Create(tenant, "Keys", Ct);
        var user = await platform.SignIn(tenant, role);
        Assert.Equal(read, (await user.Get(Path)).Status);
        Assert.Equal(rotate, (await user.Post($"{Path}/rotate")).Status);
        Assert.Equal(destroy, (await user.Post($"{Path}/destroy", $$"""{"tenantId":"{{tenant}}"}""")).Status);
        Assert.Equal(destroy, (await user.Post($"{Path}/renew")).Status);
    }

    private static int Number(Answer answer, string name) => answer.Json![name]!.GetValue<int>();
}
