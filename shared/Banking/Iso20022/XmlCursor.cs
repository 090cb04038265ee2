using System.Text;
using System.Xml;

namespace IntegrationFunctions.Banking.Iso20022;

/// <summary>
/// Walks a document forward: <c>for (var scope = x.Enter(); x.Next(scope);) switch (x.Name) ...</c>. What a loop doesn't look at is passed over.
/// Keeps the names on the way down as references only; a path becomes text when a deviation needs it.
/// </summary>
internal sealed class XmlCursor(XmlReader reader, DeviationLog deviations)
{
    private const int MaxDepth = 100;

    // Far beyond the longest text of the standard (Max20000Text).
    private const int MaxText = 1 << 16;

    private readonly string[] _names = new string[MaxDepth + 1];
    private readonly int[] _indexes = new int[MaxDepth + 1];
    private readonly string?[] _siblings = new string?[MaxDepth + 1];
    private char[] _text = new char[1024];
    private int _depth = -1;
    private int _textLength;

    /// <summary>Local name of the element that the cursor came to last.</summary>
    public string Name => _names[_depth];

    public string Namespace => reader.NamespaceURI;

    public int Line => ((IXmlLineInfo)reader).LineNumber;

    /// <summary>Moves to the root element.</summary>
    public void MoveToRoot()
    {
        reader.MoveToContent();
        Arrive(reader.Depth);
    }

    /// <summary>Opens the current element; the answer goes to <see cref="Next"/>.</summary>
    public int Enter()
    {
        if (reader.IsEmptyElement)
            return -1;
        _siblings[_depth + 1] = null;
        return _depth;
    }

    /// <summary>Moves to the next child of the opened element, or to its end.</summary>
    public bool Next(int scope)
    {
        if (scope < 0)
            return false;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var depth = reader.Depth;
                    if (depth == scope + 1)
                    {
                        Arrive(depth);
                        return true;
                    }
                    RefuseDepth(depth);
                    break;
                case XmlNodeType.EndElement when reader.Depth == scope:
                    _depth = scope;
                    return false;
                case XmlNodeType.Text or XmlNodeType.CDATA when reader.Depth == scope + 1:
                    _depth = scope;
                    Deviate("stray-text", "Text between elements, where the standard has none, was passed over.");
                    break;
            }
        }
        return false;
    }

    /// <summary>Reads on to the end of the file: what is cut off behind the last element of interest is cut off all the same.</summary>
    /// <returns>Whether one of the elements passed over satisfies <paramref name="isSought"/>.</returns>
    public bool Finish(Func<string, bool> isSought)
    {
        var (isFound, isRootClosed) = (false, false);
        try
        {
            while (reader.Read())
            {
                isFound |= reader.NodeType == XmlNodeType.Element && isSought(reader.LocalName);
                isRootClosed |= reader.NodeType == XmlNodeType.EndElement && reader.Depth == 0;
                RefuseDepth(reader.Depth);
            }
        }
        catch (XmlException) when (isRootClosed)
        {
            _depth = 0;
            Deviate("trailing-content", "Something stands behind the end of the document; it was not read.");
        }
        return isFound;
    }

    public string? Attribute(string name) => reader.GetAttribute(name);

    /// <summary>The text of the current element without blanks around it; valid until the next call.</summary>
    public ReadOnlySpan<char> Text() => ReadText(anyDepth: false);

    /// <summary>The first text in the current element or below it.</summary>
    public ReadOnlySpan<char> DeepText() => ReadText(anyDepth: true);

    /// <summary>What <see cref="Text"/> answered last, for a message.</summary>
    public string LastText => new string(_text, 0, _textLength).Trim();

    /// <summary>The text of the current element; null where there is none.</summary>
    public string? String() => Text() is { Length: > 0 } text ? text.ToString() : null;

    public string? DeepString() => DeepText() is { Length: > 0 } text ? text.ToString() : null;

    private ReadOnlySpan<char> ReadText(bool anyDepth)
    {
        _textLength = 0;
        if (reader.IsEmptyElement)
            return [];
        var (depth, length) = (_depth, 0);
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace:
                    if (reader.Depth == depth + 1 || (anyDepth && length == 0))
                        length = Append(length);
                    break;
                case XmlNodeType.EndElement when reader.Depth == depth:
                    _textLength = length;
                    return _text.AsSpan(0, length).Trim();
                case XmlNodeType.Element:
                    RefuseDepth(reader.Depth);
                    if (!anyDepth)
                        Deviate(
                            "unexpected-element",
                            $"The element '{reader.LocalName}' inside a plain value was passed over."
                        );
                    break;
            }
        }
        return [];
    }

    private int Append(int length)
    {
        while (true)
        {
            if (length == _text.Length)
            {
                if (length >= MaxText)
                {
                    Deviate("text-too-long", $"The text was cut after {MaxText} characters.");
                    return length;
                }
                Array.Resize(ref _text, length * 2);
            }
            var read = reader.ReadValueChunk(_text, length, _text.Length - length);
            if (read == 0)
                return length;
            length += read;
        }
    }

    /// <summary>Reports a deviation at the current element.</summary>
    public void Deviate(string code, string message)
    {
        if (deviations.IsFull)
            deviations.CountDropped();
        else
            deviations.Add(Path(), code, message);
    }

    /// <summary>The element path with indexes, and the line.</summary>
    public string Path()
    {
        var path = new StringBuilder();
        for (var depth = 0; depth <= _depth; depth++)
        {
            path.Append(depth == 0 ? "" : "/").Append(_names[depth]);
            if (
                _names[depth] is "Stmt" or "Rpt" or "Ntfctn" or "Ntry" or "NtryDtls" or "TxDtls" or "Bal"
                || _indexes[depth] > 1
            )
                path.Append('[').Append(_indexes[depth]).Append(']');
        }
        // A reader that has failed knows no line any more; its exception does.
        return (Line == 0 ? path : path.Append(" (line ").Append(Line).Append(')')).ToString();
    }

    private void Arrive(int depth)
    {
        RefuseDepth(depth);
        var name = reader.LocalName;
        _indexes[depth] = name == _siblings[depth] ? _indexes[depth] + 1 : 1;
        _names[depth] = _siblings[depth] = name;
        _depth = depth;
    }

    private void RefuseDepth(int depth)
    {
        if (depth >= MaxDepth)
            throw new MessageException(
                "too-large",
                $"Elements are nested more than {MaxDepth} levels deep at {Path()}; no bank file is."
            );
    }
}
