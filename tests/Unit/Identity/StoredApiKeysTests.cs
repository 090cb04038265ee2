using IntegrationFunctions.Identity;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Tests.Support;
using Moq;

namespace IntegrationFunctions.Tests.Unit.Identity;

public sealed class StoredApiKeysTests
{
    [Fact]
    public async Task A_key_of_wrong_checksum_is_refused_without_a_look_into_the_store()
    {
        var store = new Mock<IDocumentStore>(MockBehavior.Strict);
        var stores = Mock.Of<IDocumentStores>(s => s.ForTenant(Tenant.System) == store.Object);
        var keys = new StoredApiKeys(
            stores,
            Mock.Of<ITenants>(),
            Mock.Of<IUsers>(),
            new SignInCache(),
            new ManualTimeProvider()
        );
        var key = ApiKeyFormat.New();

        var signIn = await keys.Authenticate(
            key[..^1] + (key[^1] == '0' ? '1' : '0'),
            null,
            TestContext.Current.CancellationToken
        );

        Assert.Null(signIn.Caller);
        store.VerifyNoOtherCalls();
    }
}
