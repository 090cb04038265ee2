using IntegrationFunctions.Functions.Http;
using IntegrationFunctions.Identity;

namespace IntegrationFunctions.Tests.Unit.Identity;

public sealed class ScopesTests
{
    [Fact]
    public void Only_approvers_approve_and_an_owner_has_all_else()
    {
        Assert.Contains(Scopes.ApprovePayments, Scopes.Of([Role.Approver]));
        Assert.Equal([Scopes.ApprovePayments], Scopes.All.Except(Scopes.Of([Role.Owner])));
        foreach (var role in Enum.GetValues<Role>().Where(r => r != Role.Approver))
        {
            Assert.DoesNotContain(Scopes.ApprovePayments, Scopes.Of([role]));
        }
    }

    [Fact]
    public void Auditors_change_nothing_but_what_is_their_own()
    {
        Assert.Equal(["profile:write"], Scopes.Of([Role.Auditor]).Where(s => !s.EndsWith(":read")));
    }

    [Fact]
    public void Several_roles_have_the_scopes_of_each()
    {
        Assert.Equal(
            Scopes.Of([Role.Accountant]).Union(Scopes.Of([Role.Approver])).Order(),
            Scopes.Of([Role.Accountant, Role.Approver]).Order()
        );
        Assert.Empty(Scopes.Of([]));
    }

    [Fact]
    public void A_scope_that_does_not_exist_can_not_be_demanded() =>
        Assert.Throws<ArgumentException>(() => new RequiredScope("payments:steal"));

    [Theory]
    [InlineData("keys:write", true)]
    [InlineData("users:write", true)]
    [InlineData("users:read", false)]
    [InlineData("payments:write", false)]
    [InlineData("payments:approve", false)]
    public void Users_and_keys_belong_to_the_account(string scope, bool account) =>
        Assert.Equal(account, Scopes.ChangesAccount(scope));
}
