using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.Jsonata.Json;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

public sealed partial class ObjectMappings
{
    // So many stored records are sent there and back before a version is accepted.
    private const int RoundTrips = 200;
    private const int MostNote = 1_000;

    /// <summary>
    /// Saves a new version; it is not in force until it is activated. Its fields that go both ways are tried on stored records: one that does not
    /// come back as it was refuses the version.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="userId">The author.</param>
    /// <param name="id">The mapping.</param>
    /// <param name="definition">The new version; its version, author and note are set here.</param>
    /// <param name="note">What changed, and why.</param>
    /// <param name="ifLatest">The version that the change was made from.</param>
    /// <param name="ct">Ends the wait.</param>
    public async Task<(MappingVersion? Version, IReadOnlyList<IntegrationError> Errors)> AddVersion(
        string tenantId,
        string userId,
        string id,
        MappingDefinition definition,
        string? note,
        int ifLatest,
        CancellationToken ct = default
    )
    {
        if (await Find(tenantId, id, ct).ConfigureAwait(false) is not { } mapping)
        {
            return (null, [NotFound(id)]);
        }
        if (
            note is { Length: > MostNote }
            || note?.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) == true
        )
        {
            return (null, [BadNote()]);
        }
        if (mapping.LatestVersion != ifLatest)
        {
            return (null, [Overtaken(mapping.LatestVersion)]);
        }
        if (ifLatest >= MostVersions)
        {
            return (null, [TooMany()]);
        }
        var number = ifLatest + 1;
        var made = definition with { Version = number, Author = userId, Note = note };
        var (compiled, errors) = await Check(tenantId, mapping, made, ct).ConfigureAwait(false);
        if (compiled is not null)
        {
            errors = await CheckRoundTrip(tenantId, mapping, compiled, ct).ConfigureAwait(false);
        }
        if (errors.Count > 0)
        {
            return (null, [.. errors.Select(error => error with { Pointer = "/definition" + error.Pointer })]);
        }
        var version = new MappingVersion(number, made, clock.GetUtcNow());
        var path = VersionsOf(mapping.IntegrationId, mapping.ObjectName).Document(IdOf(number));
        var result = await stores
            .ForTenant(tenantId)
            .Create(path, version, MappingStoreJson.Default.MappingVersion, ct)
            .ConfigureAwait(false);
        return result.Conflict is null ? (version, []) : (null, [Overtaken(number)]);
    }

    /// <summary>Compiles a definition for an object; or says all that is wrong, with pointers into it.</summary>
    private async Task<(CompiledMapping? Compiled, IReadOnlyList<IntegrationError> Errors)> Check(
        string tenantId,
        ObjectMapping mapping,
        MappingDefinition definition,
        CancellationToken ct
    )
    {
        if (mapping.Own is { } own && definition.Target != own.Target)
        {
            // Payments and reconciliations read these records as what the connector says they are.
            return (
                null,
                [
                    new IntegrationError(
                        ErrorKind.Validation,
                        "mapping-invalid",
                        $"Records of '{mapping.ObjectName}' are of the model '{own.Target}'; a mapping to '{definition.Target}' would hide them from what works with them.",
                        "/target"
                    ),
                ]
            );
        }
        var tables = await valueMaps.Load(tenantId, ValueMapNames.Of(definition), ct).ConfigureAwait(false);
        return CompiledMapping.Compile(definition, tables.GetValueOrDefault);
    }

    private async Task<IReadOnlyList<IntegrationError>> CheckRoundTrip(
        string tenantId,
        ObjectMapping mapping,
        CompiledMapping compiled,
        CancellationToken ct
    )
    {
        if (!compiled.GoesBack)
        {
            return [];
        }
        var errors = new Dictionary<string, IntegrationError>(StringComparer.Ordinal);
        var tried = 0;
        var records = SyncPass.RecordsOf(mapping.IntegrationId, mapping.ObjectName);
        await foreach (var document in PassScan.All(stores.ForTenant(tenantId), records, ct).ConfigureAwait(false))
        {
            if (RecordKey.IsReserved(document.Path.Id))
            {
                continue;
            }
            var record = document.As(SyncJson.Default.StoredContent);
            foreach (var fault in compiled.CheckRoundTrip(JsonText.Read(record.Raw.GetRawText()), record.Key))
            {
                errors.TryAdd(fault.Rule, Explained(record.Key, fault));
            }
            if (++tried == RoundTrips)
            {
                break;
            }
        }
        return [.. errors.Values];
    }

    private static IntegrationError Explained(string key, RoundTripFault fault) =>
        new(
            ErrorKind.Validation,
            "mapping-round-trip",
            $"'{fault.Field}' is declared two-way and does not come back: the record '{key}' has {fault.Before ?? "nothing"} there, and gets {fault.After ?? "nothing"}. "
                + "Leave out twoWay, or say under back how the field goes back.",
            fault.Rule + "/twoWay"
        );

    private static IntegrationError Overtaken(int latest) =>
        new(
            ErrorKind.Permanent,
            "version-mismatch",
            $"The mapping was changed meanwhile: its last version is {latest}. Read it again, and send your change with its ETag."
        );

    private static IntegrationError BadNote() =>
        new(
            ErrorKind.Validation,
            "validation-failed",
            $"'note' must have at most {MostNote} characters, without control characters.",
            "/note"
        );

    private static IntegrationError TooMany() =>
        new(
            ErrorKind.Permanent,
            "mapping-version-limit",
            $"The mapping has {MostVersions} versions, the most that one can have."
        );
}
