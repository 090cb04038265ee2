using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Payments;

/// <summary>What can be refused about a payment. Codes are stable.</summary>
public static class PaymentErrors
{
    /// <summary>There is no such payment.</summary>
    public const string NotFoundCode = "payment-not-found";

    /// <summary>The caller lacks the role.</summary>
    public const string RoleCode = "role-required";

    /// <summary>The caller entered or edited what he wants to approve.</summary>
    public const string FourEyesCode = "four-eyes";

    /// <summary>The version that was read is no longer the stored one.</summary>
    public const string VersionCode = "version-mismatch";

    internal static IntegrationError NotFound(string id) =>
        new(ErrorKind.Permanent, NotFoundCode, $"There is no payment '{id}'.");

    internal static IntegrationError Role(string verb, string roles) =>
        new(ErrorKind.Permanent, RoleCode, $"Only {roles} may {verb} a payment. Ask an owner for the role.");

    internal static IntegrationError FourEyes(string userId) =>
        new(
            ErrorKind.Permanent,
            FourEyesCode,
            $"User '{userId}' entered or edited this payment, so somebody else must approve it."
        );

    internal static IntegrationError Version() =>
        new(
            ErrorKind.Permanent,
            VersionCode,
            "The payment was changed since it was read. Read it again, then repeat the change with its new version."
        );

    internal static IntegrationError Changed(string given, string current) =>
        new(
            ErrorKind.Permanent,
            "payment-changed",
            $"The approval is for content {given}, but the payment's content is {current}. Look at it again before approving.",
            "/contentHash"
        );

    internal static IntegrationError UnderWay(Payment payment, string verb) =>
        new(
            ErrorKind.Permanent,
            "payment-under-way",
            $"The payment is {payment.Status.ToString().ToLowerInvariant()}: nobody can {verb} it any more."
        );

    internal static IntegrationError Busy(string id) =>
        new(ErrorKind.Transient, "payment-busy", $"Payment '{id}' is being changed by many at once. Try again.");

    internal static IntegrationError Invalid(string code, string message, string pointer) =>
        new(ErrorKind.Validation, code, message, pointer);
}
