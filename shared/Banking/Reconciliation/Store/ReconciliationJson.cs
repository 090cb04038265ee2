using System.Text.Json;
using System.Text.Json.Serialization;
using IntegrationFunctions.Mapping.Models;

namespace IntegrationFunctions.Banking.Reconciliation.Store;

/// <summary>JSON of reconciliations and matches: camelCase, amounts as strings.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(DecimalAsStringConverter)]
)]
[JsonSerializable(typeof(ReconciliationRecord))]
[JsonSerializable(typeof(MatchDocument))]
[JsonSerializable(typeof(LineClaim))]
[JsonSerializable(typeof(OpenLineDocument))]
[JsonSerializable(typeof(UndoneMatch))]
internal sealed partial class ReconciliationJson : JsonSerializerContext;
