using System.Runtime.InteropServices;
using System.Xml;
using IntegrationFunctions.Platform.BankNumbers;

namespace IntegrationFunctions.Banking.Payments.Iso20022;

/// <summary>Holds a message against the tables of pain.001.001.09 and adds what no schema can say.</summary>
internal sealed class Pain001Validator
{
    private const string SchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";
    private const int MaxFindings = 1_000;

    private readonly MessageSchema _schema = MessageSchema.Pain001;
    private readonly List<MessageFinding> _findings = [];
    private readonly Pain001Totals _totals;
    private readonly XmlReader _reader;

    private Pain001Validator(XmlReader reader)
    {
        _reader = reader;
        _totals = new Pain001Totals(Report);
    }

    public static IReadOnlyList<MessageFinding> Validate(ReadOnlyMemory<byte> message)
    {
        var bytes = MemoryMarshal.TryGetArray(message, out var segment)
            ? segment
            : new ArraySegment<byte>(message.ToArray());
        using var stream = new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false);
        using var reader = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );
        var validator = new Pain001Validator(reader);
        try
        {
            validator.Run();
        }
        catch (XmlException exception)
        {
            validator.Report("", "not-xml", $"The message is not well-formed XML: {exception.Message}");
        }
        return validator._findings;
    }

    private void Run()
    {
        _reader.MoveToContent();
        if (_reader.LocalName != "Document" || _reader.NamespaceURI != _schema.Namespace)
        {
            Report(
                _reader.LocalName,
                "wrong-namespace",
                $"The root is '{_reader.LocalName}' in '{_reader.NamespaceURI}'; it has to be Document in {_schema.Namespace}."
            );
            return;
        }
        CheckAttributes("Document", null);
        Structure(_schema.Root, "Document");
        // Reads on to the end: what follows the root element may be malformed.
        while (_reader.Read()) { }
        _totals.Finish();
    }

    /// <summary>The children of the current element; leaves the reader on its end.</summary>
    private void Structure(StructureType type, string path)
    {
        var (place, count) = (0, 0);
        if (!_reader.IsEmptyElement)
        {
            var depth = _reader.Depth;
            while (_reader.Read() && _reader.Depth > depth)
            {
                if (_reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
                    Report(path, "unexpected-text", "Text stands where only elements are allowed.");
                else if (_reader.NodeType == XmlNodeType.Element)
                    Child(type, path, ref place, ref count);
            }
        }
        if (type.IsChoice)
        {
            if (count == 0)
                Report(
                    path,
                    "missing-element",
                    $"One of {string.Join(", ", type.Elements.Select(one => one.Name))} has to stand here."
                );
        }
        else
            ReportMissing(type, path, place, count, type.Elements.Length);
        _totals.End(type.Name, path);
    }

    private void Child(StructureType type, string path, ref int place, ref int count)
    {
        var name = _reader.LocalName;
        var index = type.IndexOf(name);
        var element = index < 0 ? null : type.Elements[index];
        var isAny = element is { Name: "*" };
        if (element is null || (_reader.NamespaceURI == _schema.Namespace) == isAny)
        {
            Report(
                $"{path}/{name}",
                "unexpected-element",
                $"The standard has no element '{name}'{(element is null ? "" : $" of the namespace '{_reader.NamespaceURI}'")} here."
            );
            PassOver();
            return;
        }
        if (type.IsChoice)
        {
            if (count++ > 0)
                Report(
                    $"{path}/{name}",
                    "too-many",
                    $"Only one of {string.Join(", ", type.Elements.Select(one => one.Name))} may stand here."
                );
        }
        else if (index < place)
            Report($"{path}/{name}", "wrong-order", $"'{name}' has to stand before '{type.Elements[place].Name}'.");
        else
        {
            if (index > place)
            {
                ReportMissing(type, path, place, count, index);
                (place, count) = (index, 0);
            }
            if (++count > element.Max)
                Report($"{path}/{name}", "too-many", $"'{name}' may stand here {element.Max} time(s) at most.");
        }
        var childPath = element.Max > 1 ? $"{path}/{name}[{Math.Max(count, 1)}]" : $"{path}/{name}";
        if (isAny)
        {
            PassOver();
            return;
        }
        CheckAttributes(childPath, element.Value);
        if (element.Structure is { } structure)
            Structure(structure, childPath);
        else
            Value(type, element, childPath);
    }

    // Not XmlReader.Skip: it stands on what follows, which the loop's Read would lose.
    private void PassOver()
    {
        var depth = _reader.Depth;
        if (!_reader.IsEmptyElement)
            while (_reader.Read() && _reader.Depth > depth) { }
    }

    private void Value(StructureType parent, SchemaElement element, string path)
    {
        var text = "";
        if (!_reader.IsEmptyElement)
        {
            var depth = _reader.Depth;
            while (_reader.Read() && _reader.Depth > depth)
            {
                if (_reader.NodeType == XmlNodeType.Element)
                    Report(
                        $"{path}/{_reader.LocalName}",
                        "unexpected-element",
                        "Only a value may stand here, no element."
                    );
                else if (_reader.Depth == depth + 1)
                    text += _reader.Value;
            }
        }
        var type = element.Value!;
        if (type.Check(text) is var (code, message))
        {
            Report(path, code, message);
            return;
        }
        if (type.IsText && SepaCharacters.FirstForbidden(text) is >= 0 and var at)
            Report(
                path,
                "character-set",
                $"The character '{text[at]}' (U+{(int)text[at]:X4}) is not in the set that every bank takes: a-z A-Z 0-9 / - ? : ( ) . , ' + and blank."
            );
        if (type.Name == "IBAN2007Identifier" && !Iban.IsValid(text))
            Report(
                path,
                "iban-check",
                $"'{text}' is no valid IBAN (ISO 13616): check the country, the length and the check digits."
            );
        if (
            parent.Name == "CreditorReferenceInformation2"
            && text.StartsWith("RF", StringComparison.Ordinal)
            && !CreditorReference.IsValid(text)
        )
            Report(path, "reference-check", $"'{text}' has wrong check digits (ISO 11649).");
        _totals.See(parent.Name, element.Name, text, path);
    }

    private void CheckAttributes(string path, ValueType? type)
    {
        string? currency = null;
        if (_reader.MoveToFirstAttribute())
        {
            do
            {
                if (_reader.Prefix == "xmlns" || _reader.Name == "xmlns")
                    continue;
                if (
                    _reader.NamespaceURI == SchemaInstance
                    && _reader.LocalName is "schemaLocation" or "noNamespaceSchemaLocation"
                )
                    continue;
                if (type is { IsAmount: true } && _reader.Name == "Ccy")
                    currency = _reader.Value;
                else
                    Report(path, "unexpected-attribute", $"The attribute '{_reader.Name}' is not allowed here.");
            } while (_reader.MoveToNextAttribute());
            _reader.MoveToElement();
        }
        if (type is not { IsAmount: true })
            return;
        if (currency is null)
            Report(path, "missing-attribute", "The amount needs the attribute Ccy with the currency.");
        else if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
            Report(
                path,
                "pattern",
                $"'{currency}' is no currency code; it has to be three capital letters (ISO 4217)."
            );
    }

    private void ReportMissing(StructureType type, string path, int place, int count, int end)
    {
        for (var index = place; index < end; index++)
        {
            var element = type.Elements[index];
            if ((index == place ? count : 0) < element.Min)
                Report(
                    path,
                    "missing-element",
                    element.Name == "*" ? "An element has to stand here." : $"The element '{element.Name}' is missing."
                );
        }
    }

    private void Report(string path, string code, string message)
    {
        if (_findings.Count < MaxFindings)
            _findings.Add(new MessageFinding(path, code, message));
    }
}
