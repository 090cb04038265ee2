using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

/// <summary>What a new key may do: never more than who makes it, so that making keys is no way up.</summary>
internal static class KeyScopes
{
    /// <param name="caller">Who makes it.</param>
    /// <param name="user">Whose it will be.</param>
    /// <param name="live">Whether it opens live data. In a sandbox a developer plays all the parts, approvers too.</param>
    /// <param name="asked">The scopes that were asked for; null: as many as can be.</param>
    /// <param name="scopes">The scopes to store; null: whatever the user may, for ever.</param>
    /// <param name="refusal">What was asked for and can't be given.</param>
    public static bool TryChoose(
        Caller caller,
        User user,
        bool live,
        IReadOnlyList<string>? asked,
        out IReadOnlyList<string>? scopes,
        out ProblemHttpResult? refusal
    )
    {
        (scopes, refusal) = (null, null);
        var own = caller.UserId == user.Id;
        var ofUser = Scopes.Of(user.Roles);
        var most = ofUser
            .Where(scope => own || scope != Scopes.ApprovePayments ? caller.May(scope) : !live)
            .ToHashSet(StringComparer.Ordinal);
        if (asked is null)
        {
            // Only who has all that the user has may make a key that grows with the user's roles.
            scopes = own && most.SetEquals(ofUser) ? null : [.. most.Order(StringComparer.Ordinal)];
            return true;
        }
        for (var i = 0; i < asked.Count; i++)
        {
            if (!Scopes.All.Contains(asked[i]))
            {
                refusal = Problems.Create(
                    StatusCodes.Status422UnprocessableEntity,
                    "validation-failed",
                    $"There is no scope '{asked[i]}'.",
                    $"/scopes/{i}"
                );
                return false;
            }
            if (!most.Contains(asked[i]))
            {
                refusal = Problems.Create(
                    StatusCodes.Status403Forbidden,
                    "scope-missing",
                    ofUser.Contains(asked[i])
                        ? $"You can't give the scope {asked[i]} to this key: you have not got it yourself, or it is for approving and the key for somebody else."
                        : $"The user's roles do not bring the scope {asked[i]}.",
                    $"/scopes/{i}"
                );
                return false;
            }
        }
        scopes = [.. asked.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return true;
    }
}
