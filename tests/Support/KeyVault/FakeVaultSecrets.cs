using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace IntegrationFunctions.Tests.Support.KeyVault;

/// <summary>The secrets of the fake vault, by name, each with its versions.</summary>
internal sealed partial class FakeVaultSecrets
{
    // 25 KB, as the service's limits say.
    private const int MaxValue = 25 * 1024;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<Version>> _secrets = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _deleted = new(StringComparer.OrdinalIgnoreCase);

    public Uri Vault { get; set; } = null!;

    /// <summary>Names that are not deleted.</summary>
    public string[] Names
    {
        get
        {
            lock (_lock)
            {
                return [.. _secrets.Keys.Where(name => !_deleted.Contains(name)).Order(StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>All values that were ever written.</summary>
    public string[] Values
    {
        get
        {
            lock (_lock)
            {
                return [.. _secrets.Values.SelectMany(versions => versions).Select(version => version.Value)];
            }
        }
    }

    /// <summary>As an operator would, past the product.</summary>
    public void DeleteByHand(string name)
    {
        lock (_lock)
        {
            _deleted.Add(name);
        }
    }

    public IResult Set(string name, JsonObject body)
    {
        if (!NameRule().IsMatch(name))
        {
            return Refuse(400, "BadParameter", $"The request URI contains an invalid name: {name}");
        }
        var value = body["value"]!.GetValue<string>();
        if (value.Length > MaxValue)
        {
            return Refuse(400, "BadParameter", $"The value is longer than {MaxValue}.");
        }
        lock (_lock)
        {
            if (_deleted.Contains(name))
            {
                return Refuse(
                    409,
                    "Conflict",
                    $"Secret {name} is currently in a deleted but recoverable state, and its name cannot be reused; in this state, the secret can only be recovered or purged.",
                    "ObjectIsDeletedButRecoverable"
                );
            }
            if (!_secrets.TryGetValue(name, out var versions))
            {
                _secrets[name] = versions = [];
            }
            versions.Add(new(Guid.NewGuid().ToString("N"), value));
            return Results.Json(Bundle(name, versions[^1], withValue: true));
        }
    }

    public IResult Get(string name, string? version)
    {
        lock (_lock)
        {
            return Find(name, version) switch
            {
                null => Missing(name),
                { Enabled: false } => Refuse(
                    403,
                    "Forbidden",
                    "Operation get is not allowed on a disabled secret.",
                    "SecretDisabled"
                ),
                var found => Results.Json(Bundle(name, found, withValue: true)),
            };
        }
    }

    public IResult Change(string name, string version, JsonObject body)
    {
        lock (_lock)
        {
            if (Find(name, version) is not { } found)
            {
                return Missing(name);
            }
            found.Enabled = body["attributes"]?["enabled"]?.GetValue<bool>() ?? found.Enabled;
            return Results.Json(Bundle(name, found, withValue: false));
        }
    }

    public IResult Versions(string name, string? after)
    {
        lock (_lock)
        {
            if (Find(name, null) is null)
            {
                return Missing(name);
            }
            // Small pages, so that the next one is asked for.
            var from = after is null ? 0 : int.Parse(after, System.Globalization.CultureInfo.InvariantCulture);
            var page = _secrets[name].Skip(from).Take(2).Select(v => (JsonNode)Bundle(name, v, withValue: false));
            var next =
                from + 2 < _secrets[name].Count
                    ? $"{Vault}secrets/{name}/versions?api-version=7.6&after={from + 2}"
                    : null;
            return Results.Json(new JsonObject { ["value"] = new JsonArray([.. page]), ["nextLink"] = next });
        }
    }

    public IResult Delete(string name)
    {
        lock (_lock)
        {
            if (Find(name, null) is not { } last)
            {
                return Missing(name);
            }
            _deleted.Add(name);
            var bundle = Bundle(name, last, withValue: false);
            bundle["recoveryId"] = $"{Vault}deletedsecrets/{name}";
            return Results.Json(bundle);
        }
    }

    public static IResult Refuse(int status, string code, string message, string? inner = null)
    {
        var error = new JsonObject { ["code"] = code, ["message"] = message };
        if (inner is not null)
        {
            error["innererror"] = new JsonObject { ["code"] = inner };
        }
        return Results.Json(new JsonObject { ["error"] = error }, statusCode: status);
    }

    private Version? Find(string name, string? version) =>
        _deleted.Contains(name) || !_secrets.TryGetValue(name, out var versions) ? null
        : string.IsNullOrEmpty(version) ? versions[^1]
        : versions.Find(known => known.Id == version);

    private JsonObject Bundle(string name, Version version, bool withValue)
    {
        var bundle = new JsonObject
        {
            ["id"] = $"{Vault}secrets/{name}/{version.Id}",
            ["attributes"] = new JsonObject { ["enabled"] = version.Enabled, ["recoveryLevel"] = "Recoverable" },
        };
        if (withValue)
        {
            bundle["value"] = version.Value;
        }
        return bundle;
    }

    private static IResult Missing(string name) =>
        Refuse(404, "SecretNotFound", $"A secret with (name/id) {name} was not found in this key vault.");

    [GeneratedRegex("^[0-9a-zA-Z-]{1,127}$", RegexOptions.None, 1000)]
    private static partial Regex NameRule();

    private sealed class Version(string id, string value)
    {
        public string Id { get; } = id;

        public string Value { get; } = value;

        public bool Enabled { get; set; } = true;
    }
}
