using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using IntegrationFunctions.Connectors.Sync;
using IntegrationFunctions.Mapping.Definitions;
using IntegrationFunctions.Mapping.Execution;
using IntegrationFunctions.Mapping.ValueMaps;
using IntegrationFunctions.Platform.Documents;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Connectors.Mappings;

/// <summary>
/// The versions in force, and what maps by them. Errors: <c>mapping-invalid</c> (Configuration) where a version can't be used any more: a value map
/// of it is gone; <c>mapping-changed-meanwhile</c> (Permanent).
/// </summary>
public sealed partial class ActiveMappings(IDocumentStores stores, ValueMaps valueMaps, TimeProvider clock)
{
    /// <summary>
    /// What maps the records of an object now. What is written with it is written only while its version is in force.
    /// </summary>
    public async Task<Result<RecordMapper>> Open(
        string tenantId,
        string integrationId,
        ObjectDescriptor item,
        CancellationToken ct = default
    )
    {
        var store = stores.ForTenant(tenantId);
        var (active, etag) = await Read(store, integrationId, item.Name, ct).ConfigureAwait(false);
        if (etag is null)
        {
            // There must be something that a batch can demand to be unchanged.
            var path = SyncPass.RecordsOf(integrationId, item.Name).Document(ActiveMapping.Id);
            await store.Create(path, ActiveMapping.None, SyncJson.Default.ActiveMapping, ct).ConfigureAwait(false);
            (active, etag) = await Read(store, integrationId, item.Name, ct).ConfigureAwait(false);
        }
        var definition = item.Mapping;
        if (active.Version > 0)
        {
            var path = ObjectMappings
                .VersionsOf(integrationId, item.Name)
                .Document(ObjectMappings.IdOf(active.Version));
            var document = await store.Get(path, ct).ConfigureAwait(false);
            definition = document!.As(MappingStoreJson.Default.MappingVersion).Definition;
        }
        return await MapperOf(tenantId, definition, active.Version, etag, ct).ConfigureAwait(false);
    }

    /// <summary>What does a run: null where it is to write and its version is not in force any more.</summary>
    internal async Task<Result<RecordMapper?>> OpenFor(
        string tenantId,
        MappingRun run,
        MappingDefinition? definition,
        CancellationToken ct
    )
    {
        string? held = null;
        if (run.Kind != MappingRunKind.DryRun)
        {
            var store = stores.ForTenant(tenantId);
            var (active, etag) = await Read(store, run.IntegrationId, run.ObjectName, ct).ConfigureAwait(false);
            if (active.History is not [var last, ..] || last.RunId != run.Id)
            {
                return (RecordMapper?)null;
            }
            held = etag;
        }
        var opened = await MapperOf(tenantId, definition, run.Version, held, ct).ConfigureAwait(false);
        return opened.TryGet(out var mapper, out var error) ? mapper : error;
    }

    /// <summary>Notes what a mapper missed in the reports of the value maps.</summary>
    public Task RecordMisses(
        string tenantId,
        string integrationId,
        string objectName,
        RecordMapper mapper,
        CancellationToken ct = default
    )
    {
        if (mapper.Misses.Count == 0)
        {
            return Task.CompletedTask;
        }
        var id = ObjectMapping.IdOf(integrationId, objectName);
        return valueMaps.RecordMisses(
            tenantId,
            [
                .. mapper.Misses.Select(miss => new ObservedMiss(
                    miss.Key.ValueMap,
                    miss.Key.Value,
                    integrationId,
                    objectName,
                    miss.Value,
                    id
                )),
            ],
            ct
        );
    }

    /// <summary>What maps by a definition, whatever is in force.</summary>
    private async Task<Result<RecordMapper>> MapperOf(
        string tenantId,
        MappingDefinition? definition,
        int version,
        string? etag,
        CancellationToken ct
    )
    {
        if (definition is null)
        {
            return RecordMapper.AsTheyCame;
        }
        var tables = await valueMaps.Load(tenantId, ValueMapNames.Of(definition), ct).ConfigureAwait(false);
        var (mapping, errors) = CompiledMapping.Compile(definition, tables.GetValueOrDefault);
        if (mapping is null)
        {
            return new IntegrationError(
                ErrorKind.Configuration,
                errors[0].Code,
                $"Version {version} of the mapping can't be used: {errors[0].Message} ({errors[0].Pointer})",
                errors[0].Pointer
            );
        }
        return RecordMapper.By(mapping, version, Stamp(definition, tables), etag);
    }

    private static string Stamp(MappingDefinition definition, IReadOnlyDictionary<string, ValueMap> tables)
    {
        var text = new StringBuilder(JsonSerializer.Serialize(definition, MappingJson.Default.MappingDefinition));
        foreach (var (name, table) in tables.OrderBy(table => table.Key, StringComparer.Ordinal))
        {
            text.Append('\n').Append(name).Append('\n');
            text.Append(JsonSerializer.Serialize(table, MappingJson.Default.ValueMap));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())).AsSpan(0, 12));
    }

    /// <summary>Which version is in force, as it is stored; null as its mark where nothing was activated or synchronised yet.</summary>
    internal static async Task<(ActiveMapping Active, string? ETag)> Read(
        IDocumentStore store,
        string integrationId,
        string objectName,
        CancellationToken ct
    )
    {
        var path = SyncPass.RecordsOf(integrationId, objectName).Document(ActiveMapping.Id);
        var document = await store.Get(path, ct).ConfigureAwait(false);
        return (document?.As(SyncJson.Default.ActiveMapping) ?? ActiveMapping.None, document?.ETag);
    }
}
