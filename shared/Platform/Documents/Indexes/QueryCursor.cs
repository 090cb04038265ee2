using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Indexes;

/// <summary>A place in the order of a query: the values of its keys, and the id or, over a group, the whole path.</summary>
internal sealed record QueryCursor(IReadOnlyList<OrderValue> Values, string Last)
{
    /// <exception cref="ArgumentException">The document is none that the query could find.</exception>
    public static QueryCursor Of(DocumentQuery query, Document document)
    {
        var collection = document.Path.Collection;
        if (query.IsGroup ? collection.Group != query.Collection.Value : collection != query.Collection)
        {
            throw new ArgumentException(
                $"The document {document.Path} is not in '{query.Collection}', so it has no place in the order of this query."
            );
        }
        using var json = JsonDocument.Parse(document.Content);
        return new(
            [.. QueryOrder.Keys(query).Select(key => OrderValue.Of(json.RootElement, key.Field))],
            query.IsGroup ? document.Path.Value : document.Path.Id
        );
    }

    public string Write(byte[] shape)
    {
        using var bytes = new MemoryStream();
        using (var writer = new BinaryWriter(bytes, Encoding.UTF8))
        {
            writer.Write(shape);
            writer.Write(Last);
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
