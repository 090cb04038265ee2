using System.Xml;
using IntegrationFunctions.Banking.Iso20022;
using IntegrationFunctions.Platform.Results;

namespace IntegrationFunctions.Banking.Statements.Camt;

/// <summary>
/// Reads camt.052, camt.053 and camt.054 of every version (ISO 20022, Bank-to-Customer Cash Management), forward only: memory grows with the
/// entries. Times without a zone are taken as UTC. Document type definitions are refused and nothing outside the file is ever fetched.
/// </summary>
public sealed class CamtReader(CamtReaderOptions? options = null) : IStatementReader
{
    private readonly CamtReaderOptions _options = options ?? new CamtReaderOptions();

    /// <inheritdoc/>
    public Result<StatementFile> Read(Stream file)
    {
        if (file.CanSeek && file.Length - file.Position is var length && length > _options.MaxBytes)
            return Error("too-large", LimitedStream.TooLarge(length, _options.MaxBytes));
        var deviations = new DeviationLog(_options.MaxDeviations);
        var limited = new LimitedStream(file, _options.MaxBytes);
        XmlFileText? text = null;
        CamtMessageReader? message = null;
        try
        {
            text = XmlFileText.Open(limited, deviations);
            using var xml = XmlReader.Create(text, Settings);
            message = new CamtMessageReader(new XmlCursor(xml, deviations), deviations);
            return message.Read();
        }
        catch (MessageException exception)
        {
            return Error(exception.Code, exception.Message);
        }
        catch (XmlException exception)
        {
            return Explain(exception, limited, text, message);
        }
    }

    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CheckCharacters = false,
        CloseInput = false,
    };

    private static IntegrationError Explain(
        XmlException exception,
        LimitedStream file,
        XmlFileText? text,
        CamtMessageReader? message
    )
    {
        var hasStarted = message is { HasStarted: true };
        if (!hasStarted && exception.Message.Contains("DTD", StringComparison.Ordinal))
            return Error(
                "dtd-forbidden",
                $"The file brings a document type definition (DOCTYPE) at its beginning. No bank file has one, and it can be used for attacks; it was not read."
            );
        if (file.Count == 0)
            return Error("not-xml", "The file is empty.");
        if (text is { IsAtEnd: true, LooksLikeXml: true })
            return Error(
                "cut-off",
                $"The file ends in line {exception.LineNumber}, after {file.Count:N0} bytes, in the middle of {message?.Place ?? "the first element"}; "
                    + $"{message?.EntriesRead ?? 0} entries were complete. Fetch it again: it was not transferred to its end."
            );
        return Error(
            "not-xml",
            hasStarted
                ? $"The file stops being XML at {message!.Place}: {exception.Message}"
                : $"The file is not XML: {exception.Message} Expected a camt.052, camt.053 or camt.054 file."
        );
    }

    private static IntegrationError Error(string code, string message) => new(ErrorKind.Validation, code, message);
}
