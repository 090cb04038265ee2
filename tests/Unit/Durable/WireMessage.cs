using System.Text;

namespace IntegrationFunctions.Tests.Unit.Durable;

/// <summary>The fields of a protobuf message (protobuf.dev, "Encoding"), by number.</summary>
internal sealed class WireMessage
{
    private readonly List<(int Field, long Number, byte[] Bytes)> _fields = [];

    public WireMessage(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; at < bytes.Length; )
        {
            var tag = Varint(bytes, ref at);
            var field = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _fields.Add((field, Varint(bytes, ref at), []));
                    break;
                case 2:
                    var length = (int)Varint(bytes, ref at);
                    _fields.Add((field, 0, bytes.Slice(at, length).ToArray()));
                    at += length;
                    break;
                default:
                    throw new FormatException($"Field {field} has a wire type that these messages don't use.");
            }
        }
    }

    public bool Has(int field) => _fields.Exists(f => f.Field == field);

    public int Int(int field) => (int)_fields.Find(f => f.Field == field).Number;

    public string Text(int field) =>
        Has(field) ? Encoding.UTF8.GetString(_fields.Find(f => f.Field == field).Bytes) : "";

    /// <summary>google.protobuf.StringValue.</summary>
    public string? Wrapped(int field) => Has(field) ? One(field).Text(1) : null;

    public WireMessage One(int field) => new(_fields.Find(f => f.Field == field).Bytes);

    public IEnumerable<WireMessage> Many(int field) =>
        _fields.Where(f => f.Field == field).Select(f => new WireMessage(f.Bytes));

    /// <summary>The first of these fields that is there; 0 where none is.</summary>
    public int Kind(params ReadOnlySpan<int> fields)
    {
        foreach (var field in fields)
        {
            if (Has(field))
            {
                return field;
            }
        }
        return 0;
    }

    /// <summary>google.protobuf.Timestamp.</summary>
    public DateTime Time(int field)
    {
        var stamp = One(field);
        var seconds = stamp._fields.Find(f => f.Field == 1).Number;
        return DateTime.UnixEpoch.AddSeconds(seconds).AddTicks(stamp.Int(2) / 100);
    }

    private static long Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var b = bytes[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
            {
                return (long)value;
            }
        }
    }
}
