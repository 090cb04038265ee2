using System.Buffers;
using System.Text;
using System.Text.Json;

namespace IntegrationFunctions.Platform.Documents.Updates;

/// <summary>
/// A JSON value of which only the objects on the way to a changed field are taken apart; everything else stays the bytes that it was.
/// </summary>
internal sealed class RawJson(ReadOnlyMemory<byte> bytes)
{
    // As deep as SQLite's JSON goes; what is deeper was never stored.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1000 };

    private ReadOnlyMemory<byte> _bytes = bytes;
    private List<Member>? _members;

    /// <summary>The text; only of a value whose fields were not touched.</summary>
    public ReadOnlyMemory<byte> Bytes => _members is null ? _bytes : ToArray();

    public bool IsObject => _members is not null || _bytes.Span.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];

    /// <summary>The field's value, or null where there is none or this is no object.</summary>
    public RawJson? Find(string name) => IsObject ? Open().FindLast(member => member.Name == name)?.Value : null;

    /// <summary>The field's value; where there is none it is a null that can be replaced. What is no object becomes one.</summary>
    public RawJson Need(string name)
    {
        if (!IsObject)
        {
            Replace("{}"u8.ToArray());
        }
        var members = Open();
        // Of a name that occurs twice, readers see the last: it is the one that stays.
        if (members.FindLast(member => member.Name == name) is { } found)
        {
            members.RemoveAll(member => member.Name == name && member != found);
            return found.Value;
        }
        var added = new Member(JsonEncodedText.Encode(name).EncodedUtf8Bytes.ToArray(), name, new("null"u8.ToArray()));
        members.Add(added);
        return added.Value;
    }

    public void Remove(string name)
    {
        if (IsObject)
        {
            Open().RemoveAll(member => member.Name == name);
        }
    }

    public void Replace(ReadOnlyMemory<byte> bytes) => (_bytes, _members) = (bytes, null);

    public byte[] ToArray()
    {
        var buffer = new ArrayBufferWriter<byte>(_bytes.Length + 64);
        Write(buffer);
        return buffer.WrittenSpan.ToArray();
    }

    private void Write(ArrayBufferWriter<byte> buffer)
    {
        if (_members is null)
        {
            buffer.Write(_bytes.Span);
            return;
        }
        buffer.Write("{"u8);
        for (var i = 0; i < _members.Count; i++)
        {
            buffer.Write(i == 0 ? "\""u8 : ",\""u8);
            buffer.Write(_members[i].Written.Span);
            buffer.Write("\":"u8);
            _members[i].Value.Write(buffer);
        }
        buffer.Write("}"u8);
    }

    private List<Member> Open()
    {
        if (_members is { } open)
        {
            return open;
        }
        var members = new List<Member>();
        var reader = new Utf8JsonReader(_bytes.Span, Deep);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var written = _bytes.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
            var name = NameOf(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            members.Add(new(written, name, new(_bytes[start..(int)reader.BytesConsumed])));
        }
        return _members = members;
    }

    // Half a surrogate pair is JSON, and no name that anybody can ask for.
    private static string? NameOf(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private sealed record Member(ReadOnlyMemory<byte> Written, string? Name, RawJson Value);
}
