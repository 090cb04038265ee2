using System.Buffers.Text;
using System.Text;

namespace IntegrationFunctions.Platform.Documents.Sqlite;

/// <summary>
/// One value of the order: the rank of its type (missing, null, false, true, number, string, array, object) and, for a number or a string,
/// the value itself. Strings stay UTF-8 bytes, as the database compares them.
/// </summary>
internal readonly record struct OrderValue(int Rank, object? Value)
{
    public const int Number = 4;
    public const int Text = 5;
}

/// <summary>Where a page ended: what the query was, the last values of its order, the last id.</summary>
internal sealed record QueryCursor(IReadOnlyList<OrderValue> Values, string Id)
{
    public string Write(byte[] shape)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(shape);
            writer.Write(Id);
            foreach (var (rank, value) in Values)
            {
                writer.Write((byte)rank);
                switch (value)
                {
                    case long number:
                        writer.Write(true);
                        writer.Write(number);
                        break;
                    case double number:
                        writer.Write(false);
                        writer.Write(number);
                        break;
                    case byte[] text:
                        writer.Write7BitEncodedInt(text.Length);
                        writer.Write(text);
                        break;
                }
            }
        }
        return Base64Url.EncodeToString(bytes.ToArray());
    }

    /// <exception cref="ArgumentException">Another query's cursor, or none at all.</exception>
    public static QueryCursor Read(string cursor, byte[] shape, int values)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(Base64Url.DecodeFromChars(cursor)), Encoding.UTF8);
            if (!reader.ReadBytes(shape.Length).AsSpan().SequenceEqual(shape))
            {
                throw new ArgumentException("The cursor was not made by this query.");
            }
            var id = reader.ReadString();
            var read = new OrderValue[values];
            for (var i = 0; i < values; i++)
            {
                var rank = reader.ReadByte();
                read[i] = new(
                    rank,
                    rank switch
                    {
                        OrderValue.Number => reader.ReadBoolean() ? reader.ReadInt64() : (object)reader.ReadDouble(),
                        OrderValue.Text => reader.ReadBytes(reader.Read7BitEncodedInt()),
                        _ => null,
                    }
                );
            }
            return new(read, id);
        }
        catch (Exception e) when (e is FormatException or IOException or ArgumentOutOfRangeException)
        {
            throw new ArgumentException("The cursor is damaged; use the one that the page before gave.", e);
        }
    }
}
