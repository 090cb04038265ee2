using System.Collections.Frozen;

namespace IntegrationFunctions.Identity;

/// <summary>
/// Scopes: <c>resource:verb</c> (RFC 6749, section 3.3). A role brings some of them to a person; a key or a token can only have fewer. The
/// verbs are <c>read</c>, <c>write</c> and, for payments, <c>approve</c>.
/// </summary>
public static class Scopes
{
    /// <summary>Approving and rejecting payments that others entered.</summary>
    public const string ApprovePayments = "payments:approve";

    private static readonly string[] EverybodyReads =
    [
        "connectors",
        "events",
        "integrations",
        "mappings",
        "payments",
        "profile",
        "reconciliations",
        "records",
        "statements",
        "sync",
        "usage",
        "value-maps",
        "webhooks",
        "workflows",
    ];

    private static readonly string[] ManagersRead =
    [
        "applications",
        "audit",
        "data-key",
        "grants",
        "keys",
        "queues",
        "sessions",
        "tenant",
        "users",
    ];

    private static readonly string[] DevelopersWrite =
    [
        "applications",
        "integrations",
        "mappings",
        "queues",
        "records",
        "sync",
        "value-maps",
        "webhooks",
        "workflows",
    ];

    private static readonly string[] ManagersWrite = ["data-key", "grants", "keys", "sessions", "tenant", "users"];

    private static readonly string[] AccountantsWrite = ["payments", "reconciliations", "statements", "value-maps"];

    // Users and what they sign in with belong to the account, whichever space a credential opens.
    private static readonly FrozenSet<string> OfTheAccount = new[]
    {
        "applications",
        "grants",
        "keys",
        "profile",
        "sessions",
        "users",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>[] ByRoles =
    [
        .. Enumerable.Range(0, 1 << Enum.GetValues<Role>().Length).Select(OfMask),
    ];

    /// <summary>All that there are.</summary>
    public static IReadOnlySet<string> All { get; } = ByRoles[^1];

    /// <summary>What somebody with these roles may do.</summary>
    public static IReadOnlySet<string> Of(IEnumerable<Role> roles) =>
        ByRoles[roles.Aggregate(0, (mask, role) => mask | (1 << (int)role))];

    /// <summary>Whether the scope changes what belongs to the account as a whole: users, keys, applications, sessions.</summary>
    public static bool ChangesAccount(string scope) =>
        scope.Split(':') is [var resource, var verb] && verb != "read" && OfTheAccount.Contains(resource);

    private static FrozenSet<string> OfMask(int mask) =>
        Enum.GetValues<Role>()
            .Where(role => (mask & (1 << (int)role)) != 0)
            .SelectMany(OfRole)
            .ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> OfRole(Role role) =>
        role switch
        {
            Role.Owner =>
            [
                .. Read(ManagersRead),
                .. Write(ManagersWrite),
                .. Write(DevelopersWrite),
                .. Write(AccountantsWrite),
                .. Own,
            ],
            Role.Administrator => [.. Read(ManagersRead), .. Write(ManagersWrite), .. Write(DevelopersWrite), .. Own],
            Role.Accountant => [.. Write(AccountantsWrite), .. Own],
            Role.Approver => [ApprovePayments, .. Own],
            Role.Auditor => [.. Read(ManagersRead), .. Own],
            Role.Developer => [.. Read(["applications", "queues"]), .. Write(DevelopersWrite), .. Own],
            _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
        };

    private static IEnumerable<string> Own => [.. Read(EverybodyReads), "profile:write"];

    private static IEnumerable<string> Read(string[] resources) => resources.Select(resource => $"{resource}:read");

    private static IEnumerable<string> Write(string[] resources) => resources.Select(resource => $"{resource}:write");
}
