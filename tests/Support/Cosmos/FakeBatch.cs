using System.Net;
using System.Reflection;
using Microsoft.Azure.Cosmos;
using Microsoft.Azure.Cosmos.Core.Utf8;
using Microsoft.Azure.Cosmos.Serialization.HybridRow;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.IO;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.Layouts;
using Microsoft.Azure.Cosmos.Serialization.HybridRow.RecordIO;

namespace IntegrationFunctions.Tests.Support.Cosmos;

/// <summary>Transactional batches on the wire: records of HybridRow, by the schema that the SDK itself carries.</summary>
internal static class FakeBatch
{
    private static readonly Type Schemas = typeof(CosmosClient).Assembly.GetType(
        "Microsoft.Azure.Cosmos.BatchSchemaProvider"
    )!;

    private static readonly LayoutResolver Resolver = Static<LayoutResolver>("BatchLayoutResolver");

    private static T Static<T>(string name) =>
        (T)
            Schemas
                .GetProperty(name, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
                .GetValue(null)!;

    public static List<(int Type, string? Id, byte[] Body, string? IfMatch)> Read(byte[] body)
    {
        var operations = new List<(int, string?, byte[], string?)>();
        using var stream = new MemoryStream(body);
        var result = stream
            .ReadRecordIOAsync(
                (ReadOnlyMemory<byte> record) =>
                {
                    operations.Add(ReadOne(record));
                    return Result.Success;
                },
                resizer: new MemorySpanResizer<byte>(body.Length)
            )
            .GetAwaiter()
            .GetResult();
        return result == Result.Success
            ? operations
            : throw new InvalidOperationException($"A batch that can't be read: {result}.");
    }

    private static (int, string?, byte[], string?) ReadOne(ReadOnlyMemory<byte> record)
    {
        var row = new RowBuffer(record.Length);
        if (!row.ReadFrom(record.Span, HybridRowVersion.V1, Resolver))
        {
            throw new InvalidOperationException("An operation that can't be read.");
        }
        var reader = new RowReader(ref row);
        var (type, id, body, match) = (0, (string?)null, Array.Empty<byte>(), (string?)null);
        while (reader.Read())
        {
            switch (reader.Path.ToString())
            {
                case "operationType":
                    reader.ReadInt32(out type);
                    break;
                case "id":
                    reader.ReadString(out id);
                    break;
                case "resourceBody":
                    reader.ReadBinary(out body);
                    break;
                case "ifMatch":
                    reader.ReadString(out match);
                    break;
            }
        }
        return (type, id, body, match);
    }

    public static HttpResponseMessage Write(HttpStatusCode status, List<(int Status, string? ETag)> results)
    {
        using var stream = new MemoryStream();
        var result = stream
            .WriteRecordIOAsync(
                new Segment(
                    "answer",
                    Static<Microsoft.Azure.Cosmos.Serialization.HybridRow.Schemas.Namespace>("BatchSchemaNamespace")
                ),
                (long index, out ReadOnlyMemory<byte> buffer) =>
                {
                    buffer = index < results.Count ? WriteOne(results[(int)index]) : ReadOnlyMemory<byte>.Empty;
                    return Result.Success;
                }
            )
            .GetAwaiter()
            .GetResult();
        return result == Result.Success
            ? new(status) { Content = new ByteArrayContent(stream.ToArray()) }
            : throw new InvalidOperationException($"An answer that can't be written: {result}.");
    }

    private static byte[] WriteOne((int Status, string? ETag) one)
    {
        var row = new RowBuffer(256);
        row.InitLayout(HybridRowVersion.V1, Static<Layout>("BatchResultLayout"), Resolver);
        var result = RowWriter.WriteBuffer(
            ref row,
            one,
            (ref RowWriter writer, TypeArgument _, (int Status, string? ETag) it) =>
            {
                var done = writer.WriteInt32("statusCode", it.Status);
                return done == Result.Success && it.ETag is not null ? writer.WriteString("eTag", it.ETag) : done;
            }
        );
        return result == Result.Success
            ? row.ToArray()
            : throw new InvalidOperationException($"A result that can't be written: {result}.");
    }
}
