using System.Buffers;
using System.Collections.Concurrent;
using System.Text;
using IntegrationFunctions.Mapping.Jsonata.Json;

namespace IntegrationFunctions.Mapping.Jsonata.Values;

/// <summary>
/// The names of an object, shared by all objects that got the same names in the same order: a path step finds its field once a shape, not
/// once an object, and reading a record whose names are those of the last one creates none of them anew.
/// </summary>
/// <remarks>
/// Shared shapes form a tree from <see cref="Empty"/>. Objects of more than <see cref="MostShared"/> names own theirs, and the tree is
/// thrown away after <see cref="MostShapes"/>: names from outside can't fill the memory.
/// </remarks>
internal sealed class Shape
{
    public const int MostShared = 64;
    public const int MostShapes = 50_000;

    private static Shape _empty = new();
    private static int _shapes;

    private readonly Shape? _parent;
    private readonly byte[] _utf8;
    private readonly bool _isPlain;
    private string[] _names;
    private ConcurrentDictionary<string, Shape>? _next;
    private Shape? _lastNext;
    private Dictionary<string, int>? _index;
    private byte[][]? _quotedNames;

    private Shape()
    {
        _names = [];
        _utf8 = [];
    }

    private Shape(Shape parent, string name, object? owner)
    {
        _names = owner is null ? new string[parent.Count + 1] : new string[Math.Max(parent.Count * 2, 4)];
        parent.Names.CopyTo(_names);
        _names[parent.Count] = name;
        Count = parent.Count + 1;
        Owner = owner;
        _parent = owner is null ? parent : null;
        _utf8 = owner is null ? Encoding.UTF8.GetBytes(name) : [];
        // Others are written with escapes, which don't look like them.
        _isPlain = owner is null && !name.AsSpan().ContainsAny('"', '\\') && !name.Any(char.IsControl);
    }

    /// <summary>The shape of an object without names.</summary>
    public static Shape Empty => Volatile.Read(ref _empty);

    public int Count { get; private set; }

    /// <summary>The object that alone may add to this shape; null for a shared one, which never changes.</summary>
    public object? Owner { get; }

    public ReadOnlySpan<string> Names => _names.AsSpan(0, Count);

    /// <summary>This shape with one name more, which it must not hold yet.</summary>
    public Shape Add(string name, object adder)
    {
        if (Owner is null && Count < MostShared)
        {
            var last = _lastNext;
            return last is not null && last._names[Count] == name ? last : Follow(name);
        }

        if (!ReferenceEquals(Owner, adder))
        {
            return new Shape(this, name, adder);
        }

        if (Count == _names.Length)
        {
            Array.Resize(ref _names, Count * 2);
        }

        _names[Count] = name;
        _index?.Add(name, Count);
        Count++;
        return this;
    }

    /// <summary>The next shape where its name has these bytes and was the last one that followed this; null means ask by string.</summary>
    public Shape? Predict(ReadOnlySpan<byte> utf8)
    {
        var last = _lastNext;
        return last is not null && utf8.SequenceEqual(last._utf8) ? last : null;
    }

    /// <summary>
    /// The next shape where the JSON behind an opening quote is its name with the closing one, and it was the last one that followed this; null
    /// means ask by string.
    /// </summary>
    public Shape? PredictQuoted(ReadOnlySpan<byte> rest)
    {
        var last = _lastNext;
        if (last is null)
        {
            return null;
        }
        var name = last._utf8;
        return name.Length < rest.Length && rest[name.Length] == '"' && last._isPlain && rest.StartsWith(name)
            ? last
            : null;
    }

    /// <summary>Bytes of the last name in JSON with both of its quotes.</summary>
    public int QuotedLength => _utf8.Length + 2;

    /// <summary>The names between quotes and with a colon, as JSON in UTF-8; null for a shape that is not shared.</summary>
    public byte[][]? QuotedNames() => _quotedNames ?? (Owner is null ? Quote() : null);

    /// <summary>Index of a name, or -1.</summary>
    public int IndexOf(string name)
    {
        if (Count > 8)
        {
            return Index().TryGetValue(name, out var index) ? index : -1;
        }

        var names = Names;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private Shape Follow(string name)
    {
        var children = _next ?? Interlocked.CompareExchange(ref _next, new(StringComparer.Ordinal), null) ?? _next!;
        if (!children.TryGetValue(name, out var next))
        {
            next = children.GetOrAdd(name, new Shape(this, name, null));
            if (Interlocked.Increment(ref _shapes) > MostShapes)
            {
                Volatile.Write(ref _shapes, 0);
                Volatile.Write(ref _empty, new Shape());
            }
        }

        _lastNext = next;
        return next;
    }

    private byte[][] Quote()
    {
        if (Count == 0)
        {
            return _quotedNames = [];
        }

        var output = new ArrayBufferWriter<byte>();
        var quoted = new Utf8Output(output);
        quoted.WriteQuoted(_names[Count - 1]);
        quoted.Write((byte)':');
        quoted.Finish();
        return _quotedNames = [.. _parent!.QuotedNames()!, output.WrittenSpan.ToArray()];
    }

    private Dictionary<string, int> Index()
    {
        if (_index is { } known)
        {
            return known;
        }

        var index = new Dictionary<string, int>(Count, StringComparer.Ordinal);
        for (var i = 0; i < Count; i++)
        {
            index[_names[i]] = i;
        }

        return _index = index;
    }
}
