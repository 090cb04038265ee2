using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Identity;

/// <summary>Why a user can't be changed.</summary>
internal static class UserErrors
{
    public const string MismatchCode = "version-mismatch";

    public static IntegrationError NotFound(string id) =>
        new(ErrorKind.Permanent, "user-not-found", $"There is no user '{id}'.");

    public static IntegrationError Mismatch(int given, int stored) =>
        new(
            ErrorKind.Permanent,
            MismatchCode,
            $"The user is at version {stored}, not {given}. Read it again, and send your change with its ETag."
        );

    public static IntegrationError LastOwner(string id) =>
        new(
            ErrorKind.Permanent,
            "last-owner",
            $"'{id}' is the last owner who can sign in. Make another user an owner first."
        );

    public static IntegrationError StaffTaken() =>
        new(ErrorKind.Permanent, "staff-taken", "Another user of the tenant is bound to this person.", "/staff");

    public static IntegrationError EmailTaken(string email) =>
        new(ErrorKind.Permanent, "email-taken", $"Another user of the tenant signs in with '{email}'.", "/email");
}
