using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using IntegrationFunctions.Sandbox.Sap.Sets;

namespace IntegrationFunctions.Sandbox.Sap;

/// <summary>Writes entities as OData 2.0 verbose JSON ("JSON Format", section 4): dates as /Date(ms)/, decimals as strings.</summary>
internal sealed class EntityWriter(IBufferWriter<byte> output, SapRequest request) : IDisposable
{
    private static readonly JsonWriterOptions Options = new()
    {
        // SAP leaves everything readable that JSON allows; so must we, or the bodies would look unlike its own.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    private readonly Utf8JsonWriter _json = new(output, Options);

    public void Dispose() => _json.Dispose();

    public void List(string setName, IEntitySet set, Page page, Projection projection, string? nextUri)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("d");
        if (page.Count is { } count)
        {
            _json.WriteString("__count", count.ToString(CultureInfo.InvariantCulture));
        }
        _json.WriteStartArray("results");
        foreach (var (index, row) in page.Rows)
        {
            Entity(setName, set, index, row, projection);
        }
        _json.WriteEndArray();
        if (nextUri is not null)
        {
            _json.WriteString("__next", nextUri);
        }
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    public void Single(string setName, IEntitySet set, int index, IEntityRow row, Projection projection)
    {
        _json.WriteStartObject();
        _json.WritePropertyName("d");
        Entity(setName, set, index, row, projection);
        _json.WriteEndObject();
        _json.Flush();
    }

    public void ServiceDocument(IEnumerable<string> sets)
    {
        _json.WriteStartObject();
        _json.WriteStartObject("d");
        _json.WriteStartArray("EntitySets");
        foreach (var set in sets)
        {
            _json.WriteStringValue(set);
        }
        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
    }

    private void Entity(string setName, IEntitySet set, int index, IEntityRow row, Projection projection)
    {
        var uri = $"{request.ServiceUri}{setName}({KeyOf(set.Type, row)})";
        _json.WriteStartObject();
        _json.WriteStartObject("__metadata");
        _json.WriteString("id", uri);
        _json.WriteString("uri", uri);
        _json.WriteString("type", set.Type.FullName);
        if (row.ETag is { } etag)
        {
            _json.WriteString("etag", etag);
        }
        _json.WriteEndObject();
        foreach (var property in projection.Properties)
        {
            Value(property, row[property.Name]);
        }
        foreach (var (navigation, expanded) in projection.Navigations)
        {
            _json.WriteStartObject(navigation.Encoded);
            if (expanded is null)
            {
                _json.WriteStartObject("__deferred");
                _json.WriteString("uri", $"{uri}/{navigation.Name}");
                _json.WriteEndObject();
            }
            else
            {
                Expanded(navigation, set, index, expanded);
            }
            _json.WriteEndObject();
        }
        _json.WriteEndObject();
    }

    private void Expanded(EdmNavigation navigation, IEntitySet set, int index, Projection projection)
    {
        var target = request.OpenSet(navigation.TargetSet);
        var range = set.Navigate(navigation.Name, index);
        _json.WriteStartArray("results");
        for (var i = range.Start.Value; i < range.End.Value; i++)
        {
            Entity(navigation.TargetSet, target, i, target.Row(i), projection);
        }
        _json.WriteEndArray();
    }

    private static string KeyOf(EdmType type, IEntityRow row) =>
        type.Keys.Count == 1
            ? Literal(row, type.Keys[0])
            : string.Join(',', type.Keys.Select(k => $"{k}={Literal(row, k)}"));

    private static string Literal(IEntityRow row, string key) =>
        $"'{((string)row[key]!).Replace("'", "''", StringComparison.Ordinal)}'";

    private void Value(EdmProperty property, object? value)
    {
        switch (value)
        {
            case null:
                _json.WriteNull(property.Encoded);
                break;
            case string text:
                _json.WriteString(property.Encoded, text);
                break;
            case bool flag:
                _json.WriteBoolean(property.Encoded, flag);
                break;
            case decimal number:
                _json.WriteString(property.Encoded, number.ToString(CultureInfo.InvariantCulture));
                break;
            case DateTime moment:
                var milliseconds = new DateTimeOffset(moment, TimeSpan.Zero).ToUnixTimeMilliseconds();
                _json.WriteString(
                    property.Encoded,
                    string.Create(CultureInfo.InvariantCulture, $"/Date({milliseconds})/")
                );
                break;
            case TimeSpan time:
                // SAP writes all three parts: PT09H00M00S.
                _json.WriteString(property.Encoded, $"PT{time.Hours:D2}H{time.Minutes:D2}M{time.Seconds:D2}S");
                break;
            default:
                throw new InvalidOperationException($"{property.Name} has a value of type {value.GetType()}.");
        }
    }
}
