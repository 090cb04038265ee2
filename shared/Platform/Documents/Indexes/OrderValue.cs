using System.Globalization;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>
/// A value as every store orders it: the rank of its type (missing, null, false, true, number, string, array, object) and, for a number (a
/// 64-bit integer or a double) or a string (its UTF-8 bytes), the value itself. Arrays are all alike, and so are objects.
/// </summary>
internal readonly record struct OrderValue(int Rank, object? Value)
{
    public const int Missing = 0;
    public const int Null = 1;
    public const int False = 2;
    public const int True = 3;
    public const int Number = 4;
    public const int Text = 5;
    public const int Array = 6;
    public const int Object = 7;

    /// <summary>Whether it is neither an array nor an object nor missing.</summary>
    public bool IsScalar => Rank is >= Null and <= Text;

    /// <summary>The value of a field of a document; of names that occur twice the first counts.</summary>
    public static OrderValue Of(JsonElement document, string field)
    {
        var value = document;
        foreach (var part in field.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object)
            {
                return default;
            }
            var found = value.EnumerateObject().FirstOrDefault(property => property.NameEquals(part));
            if (found.Value.ValueKind == JsonValueKind.Undefined)
            {
                return default;
            }
            value = found.Value;
        }
        return Of(value);
    }

    public static OrderValue Of(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => new(Null, null),
            JsonValueKind.False => new(False, null),
            JsonValueKind.True => new(True, null),
            JsonValueKind.Number => new(Number, NumberOf(value)),
            JsonValueKind.String => new(Text, Encoding.UTF8.GetBytes(value.GetString()!)),
            JsonValueKind.Array => new(Array, null),
            JsonValueKind.Object => new(Object, null),
            _ => default,
        };

    public static int Compare(OrderValue left, OrderValue right) =>
        left.Rank != right.Rank
            ? left.Rank.CompareTo(right.Rank)
            : (left.Value, right.Value) switch
            {
                (byte[] a, byte[] b) => a.AsSpan().SequenceCompareTo(b),
                (long a, long b) => a.CompareTo(b),
                (double a, double b) => a.CompareTo(b),
                (long a, double b) => Compare(a, b),
                (double a, long b) => -Compare(b, a),
                _ => 0,
            };

    // Exact: a long has more digits than a double.
    private static int Compare(long left, double right) =>
        right >= 9223372036854775808.0 ? -1
        : right < -9223372036854775808.0 ? 1
        : left.CompareTo((long)right) is var sign && sign != 0 ? sign
        : ((double)(long)right).CompareTo(right);

    private static object NumberOf(JsonElement value) =>
        value.TryGetInt64(out var integer)
            ? integer
            : double.Parse(value.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
