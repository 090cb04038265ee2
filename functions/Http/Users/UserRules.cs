using System.Net.Mail;
using IntegrationFunctions.Identity;
using Microsoft.AspNetCore.Http.HttpResults;

namespace IntegrationFunctions.Functions.Http.Users;

/// <summary>Who may make what of whom. The last owner is the store's to keep.</summary>
internal static class UserRules
{
    // Who could give these would have them: by a user made for it.
    private static readonly Role[] OwnersGift = [Role.Owner, Role.Approver];

    /// <summary>Why the caller may not give these roles to somebody; null where it may.</summary>
    public static ProblemHttpResult? MayGive(Caller caller, IEnumerable<Role> roles) =>
        caller.Is(Role.Owner) || !roles.Any(OwnersGift.Contains)
            ? null
            : Problems.Forbidden("Only an owner may make an owner or an approver.");

    /// <summary>Why the change is refused; null where it isn't.</summary>
    public static ProblemHttpResult? Refusal(Caller caller, User user, UserChange change)
    {
        if (!caller.MayManage(user.Roles))
        {
            return Problems.Forbidden("Only an owner may change an owner.");
        }
        if ((change.Email is not null || change.ChangesStaff) && MayGive(caller, user.Roles) is not null)
        {
            return Problems.Forbidden("Only an owner may change what an owner or an approver signs in with.");
        }
        if (change.Name is { } name && NameFault(name) is { } fault)
        {
            return fault;
        }
        if (change.Email is { } email && !IsAddress(email))
        {
            return Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "'email' must be an address such as name@example.com, of at most 254 characters.",
                "/email"
            );
        }
        if (change.Roles is not { } roles)
        {
            return null;
        }
        if (roles.Count == 0)
        {
            return NoRoles();
        }
        var added = roles.Except(user.Roles).ToList();
        return added.Count > 0 && caller.UserId == user.Id
            ? Problems.Forbidden("Nobody gives roles to oneself. Ask another owner or administrator.")
            : MayGive(caller, added);
    }

    public static ProblemHttpResult? NameFault(string name) =>
        name.Length is 0 or > 100 || name.Any(char.IsControl)
            ? Problems.Create(
                StatusCodes.Status422UnprocessableEntity,
                "validation-failed",
                "'name' must be 1 to 100 characters, not all blank, without control characters.",
                "/name"
            )
            : null;

    public static ProblemHttpResult NoRoles() =>
        Problems.Create(
            StatusCodes.Status422UnprocessableEntity,
            "validation-failed",
            "'roles' must name at least one role: a user without one may do nothing.",
            "/roles"
        );

    // Nothing but the address: no display name, no comment.
    private static bool IsAddress(string text) =>
        text.Length <= 254
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailAddress.TryCreate(text, out var address)
        && address.Address == text;
}
